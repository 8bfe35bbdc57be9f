package dev.sluice.insight.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What every page must satisfy: it asks nothing of the network, writes nothing to the console, does
 * not run over the edge of the screen, and axe finds no fault with it (WCAG 2.1, levels A and AA,
 * contrast among it).
 */
final class PageChecks {
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice");

  private static final Path PICTURES = Path.of("target", "pages");
  private static final String AXE = script("/axe.min.js");

  /** Calls back with a line for each violation: the rule, and the first elements that break it. */
  private static final String FIND_VIOLATIONS =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, {runOnly: arguments[0]}).then(
        results => done(results.violations.map(rule =>
          rule.id + ': ' + rule.help + ' at '
            + rule.nodes.slice(0, 3).map(node => node.html).join(' and '))),
        problem => done(['axe failed: ' + problem]));
      """;

  private final Browser browser;
  private final Path page;

  PageChecks(Browser browser, Path page) {
    this.browser = browser;
    this.page = page;
  }

  /** Shows the page and checks it. */
  void check(int width, boolean dark) {
    browser.requests();
    browser.console();
    browser.show(page, width, dark);
    savePicture(width, dark);
    assertEquals(
        List.of(),
        browser.requests().stream()
            .filter(url -> !url.startsWith("file:") && !url.startsWith("data:"))
            .toList(),
        "requests to the network");
    assertEquals(List.of(), browser.console(), "messages in the console");
    assertFits(width);
    assertEquals(List.of(), violations(), "axe");
  }

  /** For a look at what was tested: pictures lie in {@code target/pages}. */
  private void savePicture(int width, boolean dark) {
    String name = page.getFileName().toString().replace(".html", "");
    try {
      Files.createDirectories(PICTURES);
      Files.write(
          PICTURES.resolve(name + "-" + width + (dark ? "-dark" : "-light") + ".png"),
          browser.picture());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertFits(int width) {
    Object widest =
        browser.driver().executeScript("return Math.ceil(document.documentElement.scrollWidth)");
    assertTrue(((Number) widest).intValue() <= width, "the page is " + widest + " pixels wide");
  }

  private Object violations() {
    browser.driver().executeScript(AXE);
    return browser.driver().executeAsyncScript(FIND_VIOLATIONS, WCAG);
  }

  private static String script(String name) {
    try (InputStream file = PageChecks.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
