package dev.sluice.oracle;

/**
 * The clipping of x to {@code [-bound, bound]}, with its derivative.
 *
 * @param bound the clipping bound; 0 means no clipping
 */
record Clip(double bound) {

  double value(double x) {
    return bound == 0 ? x : Math.max(-bound, Math.min(bound, x));
  }

  double derivative(double x) {
    return bound == 0 || Math.abs(x) < bound ? 1 : 0;
  }

  /** The distance of x from the nearest bound, where the derivative jumps. */
  double kinkDistance(double x) {
    return bound == 0 ? Double.POSITIVE_INFINITY : Math.abs(Math.abs(x) - bound);
  }
}
