package dev.sluice.app.parity;

/**
 * The difference between a tensor a and its expected values b, of n elements each.
 *
 * @param maxError the largest absolute error
 * @param relativeError {@code ||a - b|| / ||b||}; infinite if b is zero and a is not
 * @param passes whether {@code ||a - b|| <= tolerance * ||b|| + floor * sqrt(n)}; false if there is
 *     a NaN
 */
record TensorComparison(double maxError, double relativeError, boolean passes) {

  /** Compares two tensors of n elements. */
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
    boolean passes = distance <= tolerance * norm + floor * Math.sqrt(expected.length);
    return new TensorComparison(
        maxError, distance == 0 ? 0 : distance / norm, passes && Double.isFinite(distance));
  }
}
