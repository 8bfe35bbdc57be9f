package dev.sluice.train.evaluation;

import java.util.Arrays;
import java.util.Locale;

/** How often each class was taken for which. Immutable. */
public final class ConfusionMatrix {
  private final long[][] counts;

  private ConfusionMatrix(long[][] counts) {
    this.counts = counts;
  }

  /**
   * Counts.
   *
   * @param labels the right classes
   * @param predicted the answers, as many
   * @param classes how many classes there are
   * @throws IllegalArgumentException if the arrays differ in length or a class is out of range
   */
  public static ConfusionMatrix of(int[] labels, int[] predicted, int classes) {
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

  /** How many examples of class {@code label} were answered with class {@code predicted}. */
  public long count(int label, int predicted) {
    return counts[label][predicted];
  }

  /** The number of examples. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** The number of right answers. */
  public long correct() {
    long correct = 0;
    for (int label = 0; label < counts.length; label++) {
      correct += counts[label][label];
    }
    return correct;
  }

  /** The share of right answers; NaN without any example. */
  public double accuracy() {
    return (double) correct() / total();
  }

  /** Of the answers with this class, the share that is right; NaN without any. */
  public double precision(int predicted) {
    long answered = 0;
    for (long[] row : counts) {
      answered += row[predicted];
    }
    return (double) counts[predicted][predicted] / answered;
  }

  /** Of the examples of this class, the share that was found; NaN without any. */
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
