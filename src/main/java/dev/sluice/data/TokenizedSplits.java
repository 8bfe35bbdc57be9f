package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * A data set like {@link TextSplits}, but with tokenized texts. The arrays are not copied; do not
 * write to them.
 *
 * @param classNames name of each class, by label
 * @param train training texts
 * @param trainLabels class of each training text
 * @param test test texts
 * @param testLabels class of each test text
 * @param source one readable line: what was read
 * @param sha256 hash of the data, in lower-case hex
 * @param notices readable lines about how the data were read; may be empty
 */
public record TokenizedSplits(
    List<String> classNames,
    TokenizedTexts train,
    int[] trainLabels,
    TokenizedTexts test,
    int[] testLabels,
    String source,
    String sha256,
    List<String> notices) {

  /** Checks that every text has a label. */
  public TokenizedSplits {
    classNames = Require.copyOf("classNames", classNames);
    requireLabels("trainLabels", train, trainLabels);
    requireLabels("testLabels", test, testLabels);
    Require.present("source", source);
    Require.present("sha256", sha256);
    notices = Require.copyOf("notices", notices);
  }

  private static void requireLabels(String name, TokenizedTexts texts, int[] labels) {
    if (texts.size() != labels.length) {
      throw new IllegalArgumentException(
          name + ": expected " + texts.size() + ", one for each text, got " + labels.length);
    }
  }

  /**
   * Tokenizes a data set.
   *
   * @param threads number of threads, at least 1
   */
  public static TokenizedSplits of(TextSplits splits, Tokenizer tokenizer, int threads) {
    Require.present("splits", splits);
    Require.present("tokenizer", tokenizer);
    return new TokenizedSplits(
        splits.classNames(),
        tokenizer.tokenized(splits.trainTexts(), threads),
        splits.trainLabels(),
        tokenizer.tokenized(splits.testTexts(), threads),
        splits.testLabels(),
        splits.source(),
        splits.sha256(),
        splits.notices());
  }
}
