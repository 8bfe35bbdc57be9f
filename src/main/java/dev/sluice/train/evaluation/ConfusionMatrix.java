package dev.sluice.train.evaluation;

import dev.sluice.argument.Require;
import java.util.Arrays;
import java.util.Locale;

/** Counts how often examples of each true class were predicted as each class. Immutable. */
public final class ConfusionMatrix {
  private final long[][] counts;

  private ConfusionMatrix(long[][] counts) {
    this.counts = counts;
  }

  /**
   * Counts labels and predictions.
   *
   * @param labels the true classes
   * @param predicted the predicted classes, one for each label
   * @param classes the number of classes
   * @throws IllegalArgumentException if the arrays differ in length or a class is out of range
   */
  public static ConfusionMatrix of(int[] labels, int[] predicted, int classes) {
    Require.present("labels", labels);
    Require.present("predicted", predicted);
    if (labels.length != predicted.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "predicted: expected %d, one for each label, got %d",
              labels.length,
              predicted.length));
    }
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      counts[requireClass("labels", i, labels[i], classes)][
          requireClass("predicted", i, predicted[i], classes)]++;
    }
    return new ConfusionMatrix(counts);
  }

  /** The number of classes. */
  public int classes() {
    return counts.length;
  }

  /** The number of examples of class {@code label} that were predicted as {@code predicted}. */
  public long count(int label, int predicted) {
    return counts[label][predicted];
  }

  /** The number of examples. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** The number of correct predictions. */
  public long correct() {
    long correct = 0;
    for (int label = 0; label < counts.length; label++) {
      correct += counts[label][label];
    }
    return correct;
  }

  /** The fraction of correct predictions; NaN if there are no examples. */
  public double accuracy() {
    return (double) correct() / total();
  }

  /** The fraction of the predictions of this class that are correct; NaN if there are none. */
  public double precision(int predicted) {
    long answered = 0;
    for (long[] row : counts) {
      answered += row[predicted];
    }
    return (double) counts[predicted][predicted] / answered;
  }

  /**
   * The fraction of the examples of this class that were predicted correctly; NaN if there are
   * none.
   */
  public double recall(int label) {
    return (double) counts[label][label] / Arrays.stream(counts[label]).sum();
  }

  private static int requireClass(String name, int index, int value, int classes) {
    if (value < 0 || value >= classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s[%d]: expected a class from 0 to %d, got %d",
              name,
              index,
              classes - 1,
              value));
    }
    return value;
  }
}
