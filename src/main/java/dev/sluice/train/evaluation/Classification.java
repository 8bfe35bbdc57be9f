package dev.sluice.train.evaluation;

import java.util.Locale;

/**
 * What a classifier said of each example. The arrays belong to it and are not copied: read them, do
 * not write.
 *
 * @param labels {@code [examples]}, the right classes
 * @param probabilities {@code [examples][classes]}
 */
public record Classification(int[] labels, float[][] probabilities) {

  /** Checks the sizes. */
  public Classification {
    if (labels.length == 0 || labels.length != probabilities.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "probabilities: expected a row for each of at least 1 label, got %d for %d",
              probabilities.length,
              labels.length));
    }
  }

  /** The number of classes. */
  public int classes() {
    return probabilities[0].length;
  }

  /** The likeliest class of each example, the first of equal ones; a new array. */
  public int[] predicted() {
    int[] predicted = new int[labels.length];
    for (int i = 0; i < predicted.length; i++) {
      for (int c = 1; c < probabilities[i].length; c++) {
        if (probabilities[i][c] > probabilities[i][predicted[i]]) {
          predicted[i] = c;
        }
      }
    }
    return predicted;
  }

  /** How often each class was taken for which. */
  public ConfusionMatrix confusion() {
    return ConfusionMatrix.of(labels, predicted(), classes());
  }

  /** One class against all others, by its probability. */
  public RocCurve roc(int positiveClass) {
    float[] scores = new float[labels.length];
    boolean[] positive = new boolean[labels.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = probabilities[i][positiveClass];
      positive[i] = labels[i] == positiveClass;
    }
    return RocCurve.of(scores, positive);
  }
}
