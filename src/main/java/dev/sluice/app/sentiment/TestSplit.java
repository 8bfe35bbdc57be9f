package dev.sluice.app.sentiment;

import dev.sluice.app.launch.UserError;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.FetchListener;
import dev.sluice.data.TokenizedSplits;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The test split of the data set that a command's options name, for a model. */
public final class TestSplit {
  private final @Nullable Path path;
  private final DataFormat format;

  private TestSplit(@Nullable Path path, DataFormat format) {
    this.path = path;
    this.format = format;
  }

  /**
   * Checks the options, and reads nothing yet.
   *
   * @throws UserError if a value is invalid
   */
  public static TestSplit of(DataOptions data) {
    Path path = data.pathOr(null);
    return new TestSplit(path, data.formatOr(DataFormat.unspecified(), path));
  }

  /**
   * Reads the texts, and prints a summary of the data.
   *
   * @param threads number of worker threads, at least 1
   * @throws UserError if the data have other classes than the model
   */
  public EncodedTexts load(
      SentimentModel model, int threads, PrintWriter out, FetchListener listener) {
    List<String> classNames = model.encoding().classNames();
    TokenizedSplits splits =
        DataSource.load(
            path, format.options(classNames), model.encoding().tokenizer(), threads, out, listener);
    if (!splits.classNames().equals(classNames)) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "data: expected the model's classes %s, got %s",
              classNames,
              splits.classNames()));
    }
    return model.encoding().encode(splits.test(), splits.testLabels());
  }
}
