package dev.sluice.interop.onnx.operator;

/** The error function: {@code 2 / sqrt(pi)} times the integral of {@code exp(-t^2)} from 0. */
final class ErrorFunction {
  /** From this value on the result is 1 in float64. */
  private static final double SATURATED = 6;

  /** From this value on the continued fraction needs few terms. */
  private static final double LARGE = 2.5;

  private static final int FRACTION_TERMS = 40;

  private ErrorFunction() {}

  /** The error function, with a relative error below 1e-14; NaN for NaN. */
  static double of(double x) {
    double size = Math.abs(x);
    if (size > SATURATED) {
      return Math.signum(x);
    }
    return size < LARGE ? series(x) : Math.signum(x) * (1 - complement(size));
  }

  /**
   * {@code 2 / sqrt(pi) exp(-x^2) sum(2^n x^(2n+1) / (1 * 3 * ... (2n+1)))}: all terms of one sign.
   */
  private static double series(double x) {
    double square = x * x;
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * Math.ulp(0.5); n++) {
      term *= 2 * square / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-square) * sum;
  }

  /** {@code exp(-x^2) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / ...)))}. */
  private static double complement(double x) {
    double fraction = x;
    for (int n = FRACTION_TERMS; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }
}
