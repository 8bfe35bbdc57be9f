package dev.sluice.app.sentiment;

import dev.sluice.app.console.TerminalText;
import dev.sluice.data.FetchListener;
import dev.sluice.data.ImdbReviews;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.text.TextData;
import dev.sluice.data.text.TextDataOptions;
import dev.sluice.data.token.TokenCache;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Loads the data set of a command: the IMDB reviews or the user's own data. */
final class DataSource {
  private DataSource() {}

  /**
   * Reads and tokenizes the data, or finds its tokens in the cache, and prints a summary.
   *
   * @param path of the user's own data; null for the IMDB reviews
   * @param options format of the user's own data
   * @param threads number of worker threads, at least 1
   */
  static TokenizedSplits load(
      @Nullable Path path,
      TextDataOptions options,
      Tokenizer tokenizer,
      int threads,
      PrintWriter out,
      FetchListener listener) {
    TokenCache cache = new TokenCache();
    TokenizedSplits splits =
        path == null
            ? cache.tokenize(new ImdbReviews(), tokenizer, threads, listener)
            : cache.tokenize(TextData.open(path, options), tokenizer, threads);
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
