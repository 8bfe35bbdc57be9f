package dev.sluice.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.file.FileFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads a JSON array {@code [{"t": text, "s": label}, ...]} as a stream. */
final class ReviewsJson {
  private final Path file;
  private final JsonParser parser;

  private ReviewsJson(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Reads all reviews of a file, in order.
   *
   * @throws DataException naming file, line and column if the file has another format
   */
  static List<LabelledText> read(Path file) {
    List<LabelledText> reviews = new ArrayList<>();
    read(file, reviews::add);
    return reviews;
  }

  /** Passes the reviews to a consumer, in order, one at a time. */
  static void read(Path file, Consumer<LabelledText> consumer) {
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      new ReviewsJson(file, parser).readAll(consumer);
    } catch (JsonProcessingException e) {
      // If a number or a text exceeds the parser's limits, the exception has no location.
      String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new DataException(file + line + ": malformed JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + FileFailure.reason(e), e);
    }
  }

  private void readAll(Consumer<LabelledText> consumer) throws IOException {
    expect(parser.nextToken(), JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.START_OBJECT);
      consumer.accept(readReview());
    }
  }

  private LabelledText readReview() throws IOException {
    String text = null;
    int label = -1;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      expect(parser.currentToken(), JsonToken.FIELD_NAME);
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "t" -> {
          expect(value, JsonToken.VALUE_STRING);
          text = parser.getText();
        }
        case "s" -> {
          expect(value, JsonToken.VALUE_NUMBER_INT);
          label = parser.getIntValue();
        }
        default -> parser.skipChildren();
      }
    }
    if (text == null || label < 0) {
      throw wrong("a review with text \"t\" and label \"s\" of 0 or more", "none");
    }
    return new LabelledText(text, label);
  }

  private void expect(JsonToken found, JsonToken expected) {
    if (found != expected) {
      throw wrong(expected.toString(), found == null ? "end of file" : found.toString());
    }
  }

  private DataException wrong(String expected, String found) {
    return new DataException(
        String.format(
            Locale.ROOT,
            "%s:%d:%d: expected %s, found %s",
            file,
            parser.currentLocation().getLineNr(),
            parser.currentLocation().getColumnNr(),
            expected,
            found));
  }
}
