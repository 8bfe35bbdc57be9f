package dev.sluice.app.sentiment;

import dev.sluice.data.FetchListener;
import dev.sluice.data.ImdbReviews;
import dev.sluice.data.TextData;
import dev.sluice.data.TextSplits;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Where the reviews come from. */
final class DataSource {
  private DataSource() {}

  /**
   * Reads the data and says what it is.
   *
   * @param path of the user's own data; null for the IMDB reviews
   */
  static TextSplits load(Path path, PrintWriter out, FetchListener listener) {
    TextSplits splits = path == null ? new ImdbReviews().load(listener) : TextData.open(path);
    out.printf(
        Locale.ROOT,
        "data      %s: %,d texts to train, %,d to test; sha256 %.12s%s%n",
        splits.source(),
        splits.train().size(),
        splits.test().size(),
        splits.sha256(),
        path == null ? " as expected" : "");
    out.flush();
    return splits;
  }
}
