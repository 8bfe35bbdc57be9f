package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how {@code sentiment classify} distinguishes texts, files and options. */
class ClassifyArgumentsTest {
  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void writeModel() {
    model = TinyModel.write(folder.resolve("model.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10/10",
        "8.5",
        "and/or",
        "N/A",
        "5/5/5",
        "good.Bad",
        "...",
        "/s",
        "-5 stars",
        "-1",
        "-very good",
        "-- really?",
        "@home",
        "w/o",
        "km/h",
        "film\\music"
      })
  void otherArgumentsAreTexts(String text) throws IOException {
    CommandRun run =
        CommandRun.of("sentiment", "classify", "--json", model.toString(), text).expect(0);
    assertEquals(text, new ObjectMapper().readTree(run.out()).get("text").asText());
    assertEquals(List.of(), run.complaints());
  }

  @Test
  void afterTwoDashesAnOptionIsAText() throws IOException {
    CommandRun run =
        CommandRun.of("sentiment", "classify", "--json", model.toString(), "--", "--lines");
    assertEquals("--lines", new ObjectMapper().readTree(run.expect(0).out()).get("text").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "reviews.txt, no such file: reviews.txt; to classify a text",
    "./no-such-reviews, no such file",
    "../no-such-reviews, no such file",
    "/no-such-reviews/one, no such file",
    "src/no-such-reviews, no such file",
    "no-such-reviews/one.csv, no such file",
    "--jsn, Unknown option: '--jsn'",
    "-bad, Unknown option: '-bad'",
  })
  void mistypedFilesAndOptionsAreRefused(String argument, String complaint) {
    refuse(complaint, model.toString(), argument);
  }

  @Test
  void aMistypedOptionIsNotAModel() {
    refuse("Unknown option: '--jsn'", "--jsn", model.toString());
  }

  private static void refuse(String complaint, String... arguments) {
    List<String> all = new ArrayList<>(List.of("sentiment", "classify"));
    all.addAll(List.of(arguments));
    CommandRun refused = CommandRun.of(all.toArray(String[]::new)).expect(2);
    assertEquals(1, refused.complaints().size(), refused::err);
    assertTrue(refused.complaints().get(0).contains(complaint), refused.err());
    assertEquals("", refused.out());
  }
}
