package dev.sluice.insight.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A review of the series Schitt's Creek, for a first look at a model. It holds the words that the
 * article's reader remembers of such a review, Aaaaastonishing, timeless, incredible, eccentric and
 * capricious, and those that the reader forgets: think, exactly and most.
 *
 * <p>The article shows its review as a picture. These sentences are written around its words.
 */
public final class SampleReview {
  private static final String FILE = "sample-review.txt";

  private SampleReview() {}

  /** The text, without line breaks. */
  public static String text() {
    try (InputStream file = SampleReview.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing next to SampleReview");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the words come from, one sentence. */
  public static String source() {
    return "A review of Schitt's Creek, written around the words that D. Trehan, \"Understanding"
        + " LSTM's and GRU's\", Towards AI on Medium, 2020, names: Aaaaastonishing, timeless,"
        + " incredible, eccentric, capricious; think, exactly, most.";
  }
}
