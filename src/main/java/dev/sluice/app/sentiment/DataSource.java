package dev.sluice.app.sentiment;

import dev.sluice.app.console.TerminalText;
import dev.sluice.data.FetchListener;
import dev.sluice.data.ImdbReviews;
import dev.sluice.data.TextSplits;
import dev.sluice.data.text.TextData;
import dev.sluice.data.text.TextDataOptions;
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
   * @param options for the user's own data
   */
  static TextSplits load(
      Path path, TextDataOptions options, PrintWriter out, FetchListener listener) {
    TextSplits splits =
        path == null ? new ImdbReviews().load(listener) : TextData.open(path, options);
    out.printf(
        Locale.ROOT,
        "data      %s: %,d texts to train, %,d to test; sha256 %.12s%s%n",
        TerminalText.line(splits.source()),
        splits.train().size(),
        splits.test().size(),
        splits.sha256(),
        path == null ? " as expected" : "");
    splits.notices().forEach(notice -> out.println("          " + TerminalText.line(notice)));
    out.flush();
    return splits;
  }
}
