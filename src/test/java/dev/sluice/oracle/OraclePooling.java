package dev.sluice.oracle;

import dev.sluice.sequence.PoolingKind;
import java.util.List;

/**
 * Several poolings of one sequence, written as a weight of every timestep of every feature. The
 * gradient is the upstream gradient times the weights.
 */
public final class OraclePooling {
  private final List<PoolingKind> poolings;
  private final int reverseFeatures;
  private final double[][][] x;
  private final int[] lengths;

  /**
   * Creates the poolings of a sequence.
   *
   * @param reverseFeatures the number of features of the reverse direction, which are the last ones
   * @param x {@code [T][N][F]}
   * @param lengths {@code [N]}, or null
   */
  public OraclePooling(
      List<PoolingKind> poolings, int reverseFeatures, double[][][] x, int[] lengths) {
    this.poolings = poolings;
    this.reverseFeatures = reverseFeatures;
    this.x = x;
    this.lengths = lengths;
  }

  /** The pooled vectors of k poolings, {@code [N][k*F]}. */
  public double[][] y() {
    int features = x[0][0].length;
    double[][] y = new double[x[0].length][poolings.size() * features];
    for (int n = 0; n < y.length; n++) {
      for (int column = 0; column < y[n].length; column++) {
        for (int t = 0; t < x.length; t++) {
          y[n][column] +=
              weight(column / features, t, n, column % features) * x[t][n][column % features];
        }
      }
    }
    return y;
  }

  /** The gradient of the loss with respect to x, {@code [T][N][F]}. */
  public double[][][] backward(double[][] dY) {
    int features = x[0][0].length;
    double[][][] dX = new double[x.length][x[0].length][features];
    for (int t = 0; t < x.length; t++) {
      for (int n = 0; n < dY.length; n++) {
        for (int column = 0; column < dY[n].length; column++) {
          int f = column % features;
          dX[t][n][f] += weight(column / features, t, n, f) * dY[n][column];
        }
      }
    }
    return dX;
  }

  private double weight(int pooling, int t, int n, int f) {
    int length = lengths == null ? x.length : lengths[n];
    if (t >= length) {
      return 0;
    }
    int last = f < x[0][0].length - reverseFeatures ? length - 1 : 0;
    return switch (poolings.get(pooling)) {
      case FIRST -> t == 0 ? 1 : 0;
      case LAST -> t == last ? 1 : 0;
      case LAST_STEP -> t == length - 1 ? 1 : 0;
      case MEAN -> 1.0 / length;
      case MAX -> t == largest(n, f, length) ? 1 : 0;
    };
  }

  private int largest(int n, int f, int length) {
    int largest = 0;
    for (int t = 1; t < length; t++) {
      largest = x[t][n][f] > x[largest][n][f] ? t : largest;
    }
    return largest;
  }
}
