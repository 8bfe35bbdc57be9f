package dev.sluice.train.evaluation;

import dev.sluice.argument.Require;
import java.util.Locale;

/**
 * The predictions of a classifier on some examples. The arrays are not copied; do not write to
 * them.
 *
 * @param labels {@code [examples]}, the true classes
 * @param probabilities {@code [examples][classes]}, the predicted probabilities
 */
public record Classification(int[] labels, float[][] probabilities) {

  /** Checks the sizes. */
  public Classification {
    Require.present("labels", labels);
    Require.present("probabilities", probabilities);
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

  /** The most probable class of each example, the lowest one in a tie; a new array. */
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

  /** The confusion matrix of the labels and the most probable classes. */
  public ConfusionMatrix confusion() {
    return ConfusionMatrix.of(labels, predicted(), classes());
  }

  /** The ROC curve of one class against all others. */
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
