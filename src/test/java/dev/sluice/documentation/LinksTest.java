package dev.sluice.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link of the README and the pages leads somewhere, in the repository and when rendered. */
class LinksTest {
  private static final int MOST_BYTES_OF_README = 12 * 1024;
  private static final Path RESOURCES = Path.of("src/site/resources");
  private static final Pattern MARKDOWN_LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HTML_LINK = Pattern.compile("\\b(?:href|src|srcset)=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
  private static final Pattern ID = Pattern.compile("<a id=\"([^\"]+)\"");
  private static final Pattern MENU_ITEM = Pattern.compile("<item [^>]*href=\"([^\"]+)\"");

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void relativeLinksResolve(Page page) {
    List<String> broken = new ArrayList<>();
    for (String link : links(page)) {
      if (!link.contains(":") && !resolves(page, link)) {
        broken.add(link);
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void readmeIsShort() throws IOException {
    long bytes = Files.size(Page.README);
    assertTrue(bytes <= MOST_BYTES_OF_README, bytes + " bytes");
  }

  @Test
  void theMenuHasEveryPageAndNoOther() throws IOException {
    Set<String> menu =
        MENU_ITEM
            .matcher(Files.readString(Path.of("src/site/site.xml")))
            .results()
            .map((MatchResult item) -> item.group(1))
            .filter(target -> !target.startsWith("apidocs/"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(Page.SITE)) {
      files.forEach(file -> pages.add(file.getFileName().toString().replace(".md", ".html")));
    }
    assertEquals(pages, menu);
  }

  private static List<String> links(Page page) {
    return Stream.of(MARKDOWN_LINK, HTML_LINK)
        .flatMap(pattern -> pattern.matcher(page.prose()).results())
        .map(link -> link.group(1))
        .toList();
  }

  private static boolean resolves(Page page, String link) {
    String[] parts = link.split("#", 2);
    Page target = page;
    if (!parts[0].isEmpty()) {
      Path file = file(page, parts[0]);
      if (!Files.isRegularFile(file)) {
        return false;
      }
      if (parts.length == 1) {
        return true;
      }
      target = Page.read(file);
    }
    return anchors(target).contains(parts[1]);
  }

  /** Images of a page lie among the resources of the site; its other links are pages beside it. */
  private static Path file(Page page, String target) {
    if (page.path().equals(Page.README)) {
      return Path.of(target).normalize();
    }
    boolean besideIt = target.endsWith(".md") && !target.contains("/");
    return (besideIt ? Page.SITE : RESOURCES).resolve(target).normalize();
  }

  /** Rendering names headings in another way than GitHub does, so pages have explicit anchors. */
  private static Set<String> anchors(Page page) {
    if (!page.path().equals(Page.README)) {
      return groups(ID, page).collect(Collectors.toSet());
    }
    return groups(HEADING, page)
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static Stream<String> groups(Pattern pattern, Page page) {
    return pattern.matcher(page.prose()).results().map(result -> result.group(1));
  }
}
