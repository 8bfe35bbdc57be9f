package dev.sluice.insight.gradient;

import java.util.SplittableRandom;

/**
 * The largest absolute value of the eigenvalues of a square matrix, by Gelfand's formula: the
 * growth of {@code ||W^k v||} per product. A pair of complex eigenvalues only makes the growth
 * swing, which the mean over many products evens out.
 */
final class SpectralRadius {
  /** Products after which the largest eigenvalue dominates. */
  private static final int FIRST = 200;

  private static final int COUNTED = 1000;

  private SpectralRadius() {}

  /**
   * The spectral radius, to some three digits; 0 for a nilpotent matrix.
   *
   * @param matrix row-major, {@code size * size}
   */
  static double of(float[] matrix, int size) {
    SplittableRandom random = new SplittableRandom(1);
    double[] v = random.doubles(size, -1, 1).toArray();
    double growth = 0;
    for (int k = 0; k < FIRST + COUNTED; k++) {
      v = product(matrix, v);
      double norm = 0;
      for (double each : v) {
        norm += each * each;
      }
      norm = Math.sqrt(norm);
      if (norm == 0) {
        return 0;
      }
      for (int i = 0; i < size; i++) {
        v[i] /= norm;
      }
      growth += k < FIRST ? 0 : Math.log(norm);
    }
    return Math.exp(growth / COUNTED);
  }

  private static double[] product(float[] matrix, double[] v) {
    double[] out = new double[v.length];
    for (int r = 0; r < v.length; r++) {
      for (int c = 0; c < v.length; c++) {
        out[r] += matrix[r * v.length + c] * v[c];
      }
    }
    return out;
  }
}
