package dev.sluice.data;

import java.util.List;
import java.util.Objects;

/**
 * A data set as {@link TextSplits}, its texts tokenized. The arrays belong to it and are not
 * copied: read them, do not write.
 *
 * @param classNames name of each class by label
 * @param train the texts to learn from
 * @param trainLabels class of each
 * @param test the texts to measure on
 * @param testLabels class of each
 * @param source one line for people
 * @param sha256 lower-case hex digest of the data read
 * @param notices lines for people about how the data was read; possibly none
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
    classNames = List.copyOf(classNames);
    requireLabels("trainLabels", train, trainLabels);
    requireLabels("testLabels", test, testLabels);
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(sha256, "sha256");
    notices = List.copyOf(notices);
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
   * @param threads that work on it, at least 1
   */
  public static TokenizedSplits of(TextSplits splits, Tokenizer tokenizer, int threads) {
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
