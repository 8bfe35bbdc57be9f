package dev.sluice.oracle;

/**
 * {@code x} limited to {@code [-bound, bound]}, with its derivative.
 *
 * @param bound 0: no limit
 */
record Clip(double bound) {

  double value(double x) {
    return bound == 0 ? x : Math.max(-bound, Math.min(bound, x));
  }

  double derivative(double x) {
    return bound == 0 || Math.abs(x) < bound ? 1 : 0;
  }

  /** How far x is from where the slope jumps. */
  double kinkDistance(double x) {
    return bound == 0 ? Double.POSITIVE_INFINITY : Math.abs(Math.abs(x) - bound);
  }
}
