package dev.sluice.insight.page;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * A part of a page under a heading.
 *
 * @param title the heading
 * @param parts what stands under it
 */
public record Section(String title, List<PagePart> parts) implements PagePart {
  /** Copies the list. */
  public Section {
    Require.present("title", title);
    parts = Require.copyOf("parts", parts);
  }

  /** A section of these parts. */
  public static Section of(String title, PagePart... parts) {
    return new Section(title, List.of(parts));
  }

  @Override
  public void write(Markup page) {
    page.open("section").line().element("h2", title).line();
    parts.forEach(part -> part.write(page));
    page.close().line();
  }
}
