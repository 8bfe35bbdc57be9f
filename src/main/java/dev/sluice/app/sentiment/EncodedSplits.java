package dev.sluice.app.sentiment;

import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.app.sentiment.settings.TextSettings;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.TextSplits;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * A data set that is encoded for training: its splits as token indices.
 *
 * @param encoding made from the whole training split, including the held-out part, so that the
 *     vocabulary does not depend on what is held out
 * @param train texts for training
 * @param heldOut texts for validation; null if nothing is held out
 * @param test texts for the final evaluation
 */
public record EncodedSplits(
    TextEncoding encoding, EncodedTexts train, @Nullable EncodedTexts heldOut, EncodedTexts test) {
  /** Held-out texts do not depend on the seed of a run, so that runs can be compared. */
  private static final long HELD_OUT_SEED = 1;

  /**
   * Tokenizes and encodes a data set.
   *
   * @param threads number of worker threads, at least 1
   */
  public static EncodedSplits prepare(TextSplits splits, TextSettings settings, int threads) {
    Tokenizer tokenizer = Tokenizer.ofScheme(settings.tokenizer());
    return prepare(TokenizedSplits.of(splits, tokenizer, threads), settings);
  }

  /**
   * Encodes a data set.
   *
   * @param splits texts tokenized with the tokenizer of the settings
   */
  public static EncodedSplits prepare(TokenizedSplits splits, TextSettings settings) {
    return prepare(
        splits,
        settings,
        Vocabulary.builder().withMaxSize(settings.vocabulary()).build(splits.train()));
  }

  /** Encodes a data set with a given vocabulary, made by the same tokenizer. */
  static EncodedSplits prepare(
      TokenizedSplits splits, TextSettings settings, Vocabulary vocabulary) {
    TextEncoding encoding =
        new TextEncoding(
            splits.classNames(),
            vocabulary,
            Tokenizer.ofScheme(settings.tokenizer()),
            settings.tokens());
    EncodedTexts all = encoding.encode(splits.train(), splits.trainLabels());
    EncodedTexts test = encoding.encode(splits.test(), splits.testLabels());
    if (settings.heldOut() == 0) {
      return new EncodedSplits(encoding, all, null, test);
    }
    EncodedTexts.Split split = all.split(settings.heldOut(), HELD_OUT_SEED);
    return new EncodedSplits(encoding, split.train(), split.heldOut(), test);
  }
}
