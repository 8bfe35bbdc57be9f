package dev.sluice.app.parity;

/**
 * How far a tensor a is from its expectation b of n elements.
 *
 * @param maxError the largest absolute error
 * @param relativeError {@code ||a - b|| / ||b||}; infinite where b is zero and a is not
 * @param holds whether {@code ||a - b|| <= tolerance * ||b|| + floor * sqrt(n)}; never with NaN
 */
record TensorComparison(double maxError, double relativeError, boolean holds) {

  /** Compares; both have n elements. */
  static TensorComparison of(float[] actual, double[] expected, double tolerance, double floor) {
    double maxError = 0;
    double squaredDistance = 0;
    double squaredNorm = 0;
    for (int k = 0; k < expected.length; k++) {
      double error = Math.abs(actual[k] - expected[k]);
      maxError = Math.max(maxError, error);
      squaredDistance += error * error;
      squaredNorm += expected[k] * expected[k];
    }
    double distance = Math.sqrt(squaredDistance);
    double norm = Math.sqrt(squaredNorm);
    boolean holds = distance <= tolerance * norm + floor * Math.sqrt(expected.length);
    return new TensorComparison(
        maxError, distance == 0 ? 0 : distance / norm, holds && Double.isFinite(distance));
  }
}
