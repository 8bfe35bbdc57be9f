package dev.sluice.device.cpu.operation;

import org.jspecify.annotations.Nullable;

/** Softmax of one row. The largest logit is subtracted first, so no exponential overflows. */
final class SoftmaxRow {

  private SoftmaxRow() {}

  /** {@code b = softmax(a)} for the row at {@code at}; a and b may be the same array. */
  static void softmax(float[] a, int at, int columns, float[] b) {
    float largest = largest(a, at, columns);
    double sum = 0;
    for (int i = at; i < at + columns; i++) {
      double e = Math.exp(a[i] - largest);
      b[i] = (float) e;
      sum += e;
    }
    scale(b, at, columns, (float) (1 / sum));
  }

  /**
   * The cross-entropy of a row and its label.
   *
   * @param factor the factor of the gradient
   * @param d receives {@code factor * (softmax(x) - onehot(label))} at {@code at}; may be the same
   *     array as x, or null
   */
  static double crossEntropy(
      float[] x, int at, int columns, int label, float factor, float @Nullable [] d) {
    float largest = largest(x, at, columns);
    double shifted = (double) x[at + label] - largest;
    double sum = 0;
    for (int i = at; i < at + columns; i++) {
      double e = Math.exp(x[i] - largest);
      if (d != null) {
        d[i] = (float) e;
      }
      sum += e;
    }
    if (d != null) {
      scale(d, at, columns, (float) (1 / sum));
      d[at + label] -= 1;
      scale(d, at, columns, factor);
    }
    return Math.log(sum) - shifted;
  }

  /** The column of the first largest value; -1 if any value is NaN. */
  static int argmax(float[] x, int at, int columns) {
    int best = 0;
    for (int c = 0; c < columns; c++) {
      if (Float.isNaN(x[at + c])) {
        return -1;
      }
      best = x[at + c] > x[at + best] ? c : best;
    }
    return best;
  }

  private static float largest(float[] x, int at, int columns) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + columns; i++) {
      largest = Math.max(largest, x[i]);
    }
    return largest;
  }

  private static void scale(float[] b, int at, int columns, float factor) {
    for (int i = at; i < at + columns; i++) {
      b[i] *= factor;
    }
  }
}
