package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import dev.sluice.data.DataException;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.StableRandom;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Vocabulary;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Labelled texts as the experiment uses them.
 *
 * @param train texts to train on, cut to their last T tokens
 * @param heldOut texts to measure, of exactly T tokens each
 * @param vocabulary size of the vocabulary
 * @param classes number of classes
 * @param source one readable line that says what they are
 */
public record ReviewTexts(
    EncodedTexts train, EncodedTexts heldOut, int vocabulary, int classes, String source) {
  private static final int VOCABULARY = 10_000;

  /** Of the random numbers that choose the texts to measure. */
  private static final long STREAM = 1;

  /** Checks the values. */
  public ReviewTexts {
    Require.present("train", train);
    Require.present("heldOut", heldOut);
    Require.atLeast("vocabulary", 2, vocabulary);
    Require.atLeast("classes", 2, classes);
    Require.present("source", source);
  }

  /**
   * Takes the training texts of a data set, and a random choice of its test texts that are long
   * enough.
   *
   * @param splits tokenized texts, such as the IMDB reviews
   * @throws DataException if fewer test texts than the settings ask for have T tokens
   */
  public static ReviewTexts of(TokenizedSplits splits, GradientSettings settings) {
    Vocabulary vocabulary = Vocabulary.builder().withMaxSize(VOCABULARY).build(splits.train());
    int keep = settings.timesteps();
    EncodedTexts test = EncodedTexts.encode(splits.test(), splits.testLabels(), vocabulary, keep);
    int[] longEnough =
        IntStream.range(0, test.size()).filter(i -> test.length(i) == keep).toArray();
    if (longEnough.length < settings.samples()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "gradients: expected %,d test texts (samples) of at least %,d tokens (steps), got %,d",
              settings.samples(),
              keep,
              longEnough.length));
    }
    StableRandom.of(settings.seed(), STREAM).shuffle(longEnough);
    return new ReviewTexts(
        EncodedTexts.encode(splits.train(), splits.trainLabels(), vocabulary, keep),
        select(test, Arrays.copyOf(longEnough, settings.samples())),
        vocabulary.size(),
        splits.classNames().size(),
        splits.source());
  }

  private static EncodedTexts select(EncodedTexts texts, int[] chosen) {
    return EncodedTexts.of(
        Arrays.stream(chosen).mapToObj(texts::tokens).toArray(int[][]::new),
        Arrays.stream(chosen).map(texts::label).toArray());
  }
}
