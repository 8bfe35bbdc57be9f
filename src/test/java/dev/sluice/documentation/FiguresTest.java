package dev.sluice.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every measured figure of the README and of the page on performance stands in a record. */
class FiguresTest {
  private static final Path RECORDS = Path.of("ci/results");

  /** Figures with a decimal point; versions and code are taken out before. */
  private static final Pattern FIGURE = Pattern.compile("(?<![\\w.-])\\d+\\.\\d+(?![\\w.]*\\d)%?");

  private static final Pattern VERSION =
      Pattern.compile("(?:PyTorch|DJL|Java|Deeplearning4j) [\\w.-]*\\d|`[^`]*`");

  @Test
  void theReadmesResultsAreRecorded() throws IOException {
    String text = Page.read(Page.README).prose();
    requireRecorded(text.substring(text.indexOf("## Results"), text.indexOf("## In Java")));
  }

  @Test
  void thePageOnPerformanceIsRecorded() throws IOException {
    requireRecorded(Page.read(Page.SITE.resolve("performance.md")).prose());
  }

  private static void requireRecorded(String text) throws IOException {
    String records = records();
    List<String> figures =
        FIGURE
            .matcher(VERSION.matcher(text).replaceAll(""))
            .results()
            .map(figure -> figure.group())
            .toList();
    assertTrue(figures.size() > 5, figures.toString());
    List<String> unknown =
        figures.stream()
            .filter(
                figure ->
                    !Pattern.compile("(?<![\\d.])" + Pattern.quote(figure)).matcher(records).find())
            .toList();
    assertEquals(List.of(), unknown);
  }

  private static String records() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(RECORDS)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".md")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
