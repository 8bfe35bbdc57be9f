package dev.sluice.train.evaluation;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The receiver operating characteristic (ROC) curve of a binary classifier. Immutable.
 *
 * @param points from (0, 0) to (1, 1), one for each distinct score; unmodifiable
 * @param area area under the curve (AUC): the probability that a positive example has a higher
 *     score than a negative one, where a tie counts as one half
 */
public record RocCurve(List<Point> points, double area) {

  /**
   * The two rates at one threshold.
   *
   * @param falsePositiveRate 0 to 1
   * @param truePositiveRate 0 to 1
   */
  public record Point(double falsePositiveRate, double truePositiveRate) {}

  /** Copies the points. */
  public RocCurve {
    points = Require.copyOf("points", points);
  }

  /**
   * Computes the curve.
   *
   * @param scores one for each example; a higher score means more likely positive; no NaN
   * @param positive whether each example is positive; at least one must be and one must not be
   */
  public static RocCurve of(float[] scores, boolean[] positive) {
    int positives = require(scores, positive);
    int negatives = scores.length - positives;
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Float.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    long truePositives = 0;
    long falsePositives = 0;
    // Twice the number of (positive, negative) pairs in the right order. An integer, so it is
    // exact.
    long doubledPairs = 0;
    for (int from = 0, to; from < order.length; from = to) {
      long tiedPositives = 0;
      for (to = from; to < order.length && scores[order[to]] == scores[order[from]]; to++) {
        tiedPositives += positive[order[to]] ? 1 : 0;
      }
      long tiedNegatives = to - from - tiedPositives;
      doubledPairs += tiedNegatives * (2 * truePositives + tiedPositives);
      truePositives += tiedPositives;
      falsePositives += tiedNegatives;
      points.add(
          new Point((double) falsePositives / negatives, (double) truePositives / positives));
    }
    return new RocCurve(points, doubledPairs / (2.0 * positives * negatives));
  }

  private static int require(float[] scores, boolean[] positive) {
    Require.present("scores", scores);
    Require.present("positive", positive);
    if (scores.length != positive.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "scores: expected %d, one for each example, got %d",
              positive.length,
              scores.length));
    }
    int positives = 0;
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new IllegalArgumentException("scores[" + i + "]: expected a number, got NaN");
      }
      positives += positive[i] ? 1 : 0;
    }
    if (positives == 0 || positives == scores.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "examples: expected positive and negative ones, got %d positive of %d",
              positives,
              scores.length));
    }
    return positives;
  }
}
