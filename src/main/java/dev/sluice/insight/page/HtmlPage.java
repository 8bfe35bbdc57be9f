package dev.sluice.insight.page;

import dev.sluice.argument.Require;
import dev.sluice.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An HTML page in a single file: no network, no font, and no script that is needed to read it. It
 * is well-formed XML too, follows the reader's choice of a light or a dark screen, and fits screens
 * from 360 pixels. The same parts give the same page, byte by byte.
 *
 * <p>A page is immutable: each method that sets something returns a new page.
 */
public final class HtmlPage {
  private static final PageResource STYLE = new PageResource(HtmlPage.class, "page.css");

  private final String title;
  // Changed only in a new copy, before it is published.
  private String description = "";
  private List<PagePart> parts = List.of();
  private List<PagePart> footer = List.of();
  private List<PageResource> styles = List.of(STYLE);
  private List<PageResource> scripts = List.of();

  private HtmlPage(String title) {
    this.title = Require.present("title", title);
  }

  private HtmlPage with(Consumer<HtmlPage> change) {
    HtmlPage copy = new HtmlPage(title);
    copy.description = description;
    copy.parts = parts;
    copy.footer = footer;
    copy.styles = styles;
    copy.scripts = scripts;
    change.accept(copy);
    return copy;
  }

  /** A page with a title and nothing else. */
  public static HtmlPage of(String title) {
    return new HtmlPage(title);
  }

  /** What the page shows, in a sentence or two below the title. */
  public HtmlPage withDescription(String text) {
    Require.present("description", text);
    return with(copy -> copy.description = text);
  }

  /** Adds a part at the end. */
  public HtmlPage withPart(PagePart part) {
    return with(copy -> copy.parts = plus(parts, "part", part));
  }

  /** Adds a part at the end of the footer: sources and remarks about the whole page. */
  public HtmlPage withFooter(PagePart part) {
    return with(copy -> copy.footer = plus(footer, "footer", part));
  }

  /** Adds a style sheet after those that are there. */
  public HtmlPage withStyle(PageResource style) {
    return with(copy -> copy.styles = plus(styles, "style", style));
  }

  /**
   * Adds a script that runs when the page is there. It may ease reading; the page must be complete
   * without it.
   */
  public HtmlPage withScript(PageResource script) {
    return with(copy -> copy.scripts = plus(scripts, "script", script));
  }

  private static <T> List<T> plus(List<T> list, String name, T element) {
    Require.present(name, element);
    List<T> longer = new ArrayList<>(list);
    longer.add(element);
    return List.copyOf(longer);
  }

  /** The source of the page. */
  public String html() {
    Markup page = new Markup();
    page.open("html", "lang", "en").line();
    head(page);
    page.open("body").open("main").line();
    page.open("header").line().element("h1", title).line();
    if (!description.isEmpty()) {
      page.element("p", description, "class", "description").line();
    }
    page.close().line();
    parts.forEach(part -> part.write(page));
    page.close().line();
    if (!footer.isEmpty()) {
      page.open("footer").line();
      footer.forEach(part -> part.write(page));
      page.close().line();
    }
    for (PageResource script : scripts) {
      // The comments hide the XML section from HTML, where it means nothing.
      page.open("script").source("//<![CDATA[\n" + script.text() + "//]]>").close().line();
    }
    page.close().line().close().line();
    return "<!DOCTYPE html>\n" + page;
  }

  private void head(Markup page) {
    page.open("head").line().empty("meta", "charset", "utf-8").line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.line().empty("meta", "name", "color-scheme", "content", "light dark").line();
    // Without an icon of its own, a browser asks the network for one.
    page.empty("link", "rel", "icon", "href", "data:,").line();
    page.element("title", title).line();
    page.open("style").line();
    styles.forEach(style -> page.source(style.text()));
    page.close().line().close().line();
  }

  /**
   * Writes the page in UTF-8. The file is replaced atomically: it is complete, or as it was before.
   * Links and devices stay, see {@link AtomicFile#replace(Path, String)}.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public void write(Path file) {
    try {
      AtomicFile.replace(file, html());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the page " + file, e);
    }
  }
}
