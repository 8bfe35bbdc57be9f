package dev.sluice.app.sentiment;

import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.app.sentiment.settings.TextSettings;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.TextSplits;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.Vocabulary;

/**
 * A data set as a training run sees it.
 *
 * @param encoding made of the training split alone, its held-out part included, so that the model
 *     has the same tokens whatever is held out
 * @param train what is learned from
 * @param heldOut what is chosen by; null if nothing is held out
 * @param test what is measured at the end
 */
public record ReviewData(
    TextEncoding encoding, EncodedTexts train, EncodedTexts heldOut, EncodedTexts test) {
  /** The same texts are held out whatever the seed of a run, so that runs can be compared. */
  private static final long HELD_OUT_SEED = 1;

  /**
   * Tokenizes and encodes a data set.
   *
   * @param threads that work on it, at least 1
   */
  public static ReviewData prepare(TextSplits splits, TextSettings settings, int threads) {
    Tokenizer tokenizer = Tokenizer.ofScheme(settings.tokenizer());
    return prepare(TokenizedSplits.of(splits, tokenizer, threads), settings);
  }

  /**
   * Encodes a data set.
   *
   * @param splits tokenized by the tokenizer of the settings
   */
  public static ReviewData prepare(TokenizedSplits splits, TextSettings settings) {
    return prepare(
        splits,
        settings,
        Vocabulary.builder().maxSize(settings.vocabulary()).build(splits.train()));
  }

  /** Likewise with a vocabulary made elsewhere, by the same tokenizer. */
  static ReviewData prepare(TokenizedSplits splits, TextSettings settings, Vocabulary vocabulary) {
    TextEncoding encoding =
        new TextEncoding(
            splits.classNames(),
            vocabulary,
            Tokenizer.ofScheme(settings.tokenizer()),
            settings.tokens());
    EncodedTexts all = encoding.encode(splits.train(), splits.trainLabels());
    EncodedTexts test = encoding.encode(splits.test(), splits.testLabels());
    if (settings.heldOut() == 0) {
      return new ReviewData(encoding, all, null, test);
    }
    EncodedTexts.Split split = all.split(settings.heldOut(), HELD_OUT_SEED);
    return new ReviewData(encoding, split.train(), split.heldOut(), test);
  }
}
