package dev.sluice.oracle;

import dev.sluice.cell.Activation;

/** Activation functions and their derivatives with respect to the pre-activation x, in float64. */
final class OracleFunction {
  private OracleFunction() {}

  static double value(Activation function, double x) {
    double a = function.alpha();
    double b = function.beta();
    return switch (function.kind()) {
      case SIGMOID -> logistic(x);
      case TANH -> Math.tanh(x);
      case RELU -> x > 0 ? x : 0;
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case HARD_SIGMOID -> Math.min(1, Math.max(0, a * x + b));
      case LEAKY_RELU -> x >= 0 ? x : a * x;
      case ELU -> x >= 0 ? x : a * (Math.exp(x) - 1);
      case SOFTPLUS -> x > 30 ? x + Math.exp(-x) : Math.log(1 + Math.exp(x));
      case SCALED_TANH -> a * Math.tanh(b * x);
      case AFFINE -> a * x + b;
      case THRESHOLDED_RELU -> x > a ? x : 0;
    };
  }

  static double derivative(Activation function, double x) {
    double a = function.alpha();
    double b = function.beta();
    return switch (function.kind()) {
      case SIGMOID -> logistic(x) * logistic(-x);
      case TANH -> derivativeOfTanh(x);
      case RELU -> x > 0 ? 1 : 0;
      case SOFTSIGN -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)));
      case HARD_SIGMOID -> a * x + b > 0 && a * x + b < 1 ? a : 0;
      case LEAKY_RELU -> x > 0 ? 1 : a;
      case ELU -> x > 0 ? 1 : a * Math.exp(x);
      case SOFTPLUS -> logistic(x);
      case SCALED_TANH -> a * b * derivativeOfTanh(b * x);
      case AFFINE -> a;
      case THRESHOLDED_RELU -> x > a ? 1 : 0;
    };
  }

  /** The smallest distance of any x from a kink, where the derivative jumps. */
  static double kinkDistance(Activation function, double[] x) {
    double a = function.alpha();
    double b = function.beta();
    double[] jumps =
        switch (function.kind()) {
          case RELU, LEAKY_RELU, ELU -> new double[] {0};
          case HARD_SIGMOID -> new double[] {-b / a, (1 - b) / a};
          case THRESHOLDED_RELU -> new double[] {a};
          default -> new double[0];
        };
    double kinkDistance = Double.POSITIVE_INFINITY;
    for (double jump : jumps) {
      for (double each : x) {
        kinkDistance = Math.min(kinkDistance, Math.abs(each - jump));
      }
    }
    return kinkDistance;
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double derivativeOfTanh(double x) {
    return 1 / (Math.cosh(x) * Math.cosh(x));
  }
}
