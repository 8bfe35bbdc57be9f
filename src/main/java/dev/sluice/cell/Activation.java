package dev.sluice.cell;

import dev.sluice.argument.Require;
import java.util.Arrays;
import java.util.Locale;

/**
 * An element-wise activation function with its parameters. The functions and their default
 * parameters are those of the ONNX recurrent operators.
 *
 * <p>The derivative of every function can be computed from its <em>output</em>, so the backward
 * pass keeps only the activated values. Parameters for which this is impossible are refused.
 *
 * @param kind the function
 * @param alpha the first parameter of the function; 0 if it has none
 * @param beta the second parameter of the function; 0 if it has none
 */
public record Activation(Kind kind, float alpha, float beta) {

  /** The functions. In the formulas a is alpha and b is beta. */
  public enum Kind {
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID,
    /** {@code tanh(x)}. */
    TANH,
    /** {@code max(0, x)}. */
    RELU,
    /** {@code x / (1 + |x|)}. */
    SOFTSIGN,
    /** {@code min(1, max(0, a x + b))}, a > 0. */
    HARD_SIGMOID,
    /** {@code x >= 0 ? x : a x}, a >= 0. */
    LEAKY_RELU,
    /** {@code x >= 0 ? x : a (e^x - 1)}, a >= 0. */
    ELU,
    /** {@code ln(1 + e^x)}. */
    SOFTPLUS,
    /** {@code a tanh(b x)}, a != 0. */
    SCALED_TANH,
    /** {@code a x + b}. */
    AFFINE,
    /** {@code x > a ? x : 0}, a >= 0. */
    THRESHOLDED_RELU
  }

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if a parameter is not finite or out of range for the function
   */
  public Activation {
    Require.present("kind", kind);
    if (!Float.isFinite(alpha) || !Float.isFinite(beta)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: expected finite alpha and beta, got %s and %s", kind, alpha, beta));
    }
    switch (kind) {
      case HARD_SIGMOID -> require(alpha > 0, kind, "alpha > 0", alpha);
      case LEAKY_RELU, ELU, THRESHOLDED_RELU -> require(alpha >= 0, kind, "alpha >= 0", alpha);
      case SCALED_TANH -> require(alpha != 0, kind, "alpha != 0", alpha);
      default -> {}
    }
  }

  private static void require(boolean holds, Kind kind, String expected, float alpha) {
    if (!holds) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %s, got %s", kind, expected, alpha));
    }
  }

  /** The logistic function. */
  public static Activation sigmoid() {
    return new Activation(Kind.SIGMOID, 0, 0);
  }

  /** The hyperbolic tangent. */
  public static Activation tanh() {
    return new Activation(Kind.TANH, 0, 0);
  }

  /** The rectifier; its derivative at 0 is 0. */
  public static Activation relu() {
    return new Activation(Kind.RELU, 0, 0);
  }

  /** {@code x / (1 + |x|)}. */
  public static Activation softsign() {
    return new Activation(Kind.SOFTSIGN, 0, 0);
  }

  /** {@code min(1, max(0, 0.2 x + 0.5))}. */
  public static Activation hardSigmoid() {
    return new Activation(Kind.HARD_SIGMOID, 0.2f, 0.5f);
  }

  /** {@code x >= 0 ? x : 0.01 x}. */
  public static Activation leakyRelu() {
    return new Activation(Kind.LEAKY_RELU, 0.01f, 0);
  }

  /** {@code x >= 0 ? x : e^x - 1}. */
  public static Activation elu() {
    return new Activation(Kind.ELU, 1, 0);
  }

  /** {@code ln(1 + e^x)}. */
  public static Activation softplus() {
    return new Activation(Kind.SOFTPLUS, 0, 0);
  }

  /** {@code alpha tanh(beta x)}. */
  public static Activation scaledTanh(float alpha, float beta) {
    return new Activation(Kind.SCALED_TANH, alpha, beta);
  }

  /** {@code alpha x + beta}. */
  public static Activation affine(float alpha, float beta) {
    return new Activation(Kind.AFFINE, alpha, beta);
  }

  /** {@code x}. */
  public static Activation identity() {
    return affine(1, 0);
  }

  /** {@code x > 1 ? x : 0}. */
  public static Activation thresholdedRelu() {
    return new Activation(Kind.THRESHOLDED_RELU, 1, 0);
  }

  /**
   * The activation with the given name and its default parameters.
   *
   * @param name a name of {@link Kind}, in any case, with or without underscores: {@code "tanh"},
   *     {@code "HardSigmoid"}
   * @throws IllegalArgumentException if no function has this name
   */
  public static Activation named(String name) {
    Require.present("name", name);
    String wanted = name.replace("_", "").toUpperCase(Locale.ROOT);
    for (Kind kind : Kind.values()) {
      if (kind.name().replace("_", "").equals(wanted)) {
        return withDefaults(kind);
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "activation: expected one of %s, got \"%s\"",
            Arrays.toString(Kind.values()),
            name));
  }

  private static Activation withDefaults(Kind kind) {
    return switch (kind) {
      case SIGMOID -> sigmoid();
      case TANH -> tanh();
      case RELU -> relu();
      case SOFTSIGN -> softsign();
      case HARD_SIGMOID -> hardSigmoid();
      case LEAKY_RELU -> leakyRelu();
      case ELU -> elu();
      case SOFTPLUS -> softplus();
      case SCALED_TANH -> scaledTanh(1, 1);
      case AFFINE -> identity();
      case THRESHOLDED_RELU -> thresholdedRelu();
    };
  }

  /** The value of the function at {@code x}. */
  public float apply(float x) {
    return switch (kind) {
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
      case TANH -> (float) Math.tanh(x);
      case RELU -> Math.max(0, x);
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case HARD_SIGMOID -> Math.min(1, Math.max(0, alpha * x + beta));
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case ELU -> x >= 0 ? x : (float) (alpha * Math.expm1(x));
      case SOFTPLUS -> (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
      case SCALED_TANH -> (float) (alpha * Math.tanh(beta * x));
      case AFFINE -> alpha * x + beta;
      case THRESHOLDED_RELU -> x <= alpha ? 0 : x; // NaN stays NaN
    };
  }

  /**
   * The derivative of the function, computed from its output {@code y}. At a kink it is the
   * derivative on the left side, as in PyTorch.
   */
  public float derivative(float y) {
    return switch (kind) {
      case SIGMOID -> y * (1 - y);
      case TANH -> 1 - y * y;
      case RELU -> y > 0 ? 1 : 0;
      case SOFTSIGN -> (1 - Math.abs(y)) * (1 - Math.abs(y));
      case HARD_SIGMOID -> y > 0 && y < 1 ? alpha : 0;
      case LEAKY_RELU -> y > 0 ? 1 : alpha;
      case ELU -> y > 0 ? 1 : y + alpha;
      case SOFTPLUS -> (float) -Math.expm1(-y);
      case SCALED_TANH -> beta * (alpha - y * y / alpha);
      case AFFINE -> alpha;
      case THRESHOLDED_RELU -> y != 0 ? 1 : 0;
    };
  }
}
