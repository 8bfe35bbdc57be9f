package dev.sluice.layer;

import dev.sluice.argument.Require;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The distribution from which the initial weights of a layer are drawn.
 *
 * @param kind kind of the distribution
 * @param scale standard deviation of NORMAL, bound of UNIFORM, value of CONSTANT, gain of the
 *     others
 */
public record Initializer(Kind kind, double scale) {

  /** The distributions; s is the scale. */
  public enum Kind {
    /** Normal with mean 0 and standard deviation s. */
    NORMAL,
    /** Uniform on {@code [-s, s)}. */
    UNIFORM,
    /**
     * Uniform on {@code s [-1/sqrt(fan), 1/sqrt(fan))}. The layer defines the fan: F for dense
     * layers, H for recurrent layers, V for embeddings. With s = 1 dense and recurrent layers start
     * as in PyTorch.
     */
    FAN_UNIFORM,
    /**
     * Uniform on {@code s [-b, b)} with {@code b = sqrt(6 / (rows + columns))}: X. Glorot and Y.
     * Bengio, 2010.
     */
    XAVIER_UNIFORM,
    /**
     * s times a random matrix with orthonormal rows, or with orthonormal columns if there are more
     * rows than columns: A. Saxe et al., 2014.
     */
    ORTHOGONAL,
    /** All values are s. */
    CONSTANT
  }

  /** Checks the scale. */
  public Initializer {
    Require.present("initializer kind", kind);
    if (!Float.isFinite((float) scale) || (scale < 0 && kind != Kind.CONSTANT)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s scale: expected a number%s, finite in float32, got %s",
              kind,
              kind == Kind.CONSTANT ? "" : " of at least 0",
              scale));
    }
  }

  /** Normal with mean 0. */
  public static Initializer normal(double standardDeviation) {
    return new Initializer(Kind.NORMAL, standardDeviation);
  }

  /** Uniform on {@code [-bound, bound)}. */
  public static Initializer uniform(double bound) {
    return new Initializer(Kind.UNIFORM, bound);
  }

  /** Uniform between -1 and 1 over the square root of the fan, as PyTorch's layers. */
  public static Initializer fanUniform() {
    return new Initializer(Kind.FAN_UNIFORM, 1);
  }

  /** The uniform distribution of Glorot and Bengio. */
  public static Initializer xavierUniform() {
    return new Initializer(Kind.XAVIER_UNIFORM, 1);
  }

  /** A random matrix with orthonormal rows or columns. */
  public static Initializer orthogonal() {
    return new Initializer(Kind.ORTHOGONAL, 1);
  }

  /** The same value everywhere. */
  public static Initializer constant(double value) {
    return new Initializer(Kind.CONSTANT, value);
  }

  /**
   * Draws a matrix.
   *
   * @param fan the divisor of FAN_UNIFORM, at least 1
   * @return {@code [rows, columns]}, row-major
   */
  public float[] draw(int rows, int columns, int fan, RandomGenerator random) {
    float[] values = new float[Math.multiplyExact(rows, columns)];
    switch (kind) {
      case NORMAL -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (scale * random.nextGaussian());
        }
      }
      case UNIFORM -> fillUniform(values, scale, random);
      case FAN_UNIFORM -> fillUniform(values, scale / Math.sqrt(fan), random);
      case XAVIER_UNIFORM -> fillUniform(values, scale * Math.sqrt(6.0 / (rows + columns)), random);
      case ORTHOGONAL -> fillOrthogonal(values, rows, columns, random);
      case CONSTANT -> Arrays.fill(values, (float) scale);
    }
    return values;
  }

  private static void fillUniform(float[] values, double bound, RandomGenerator random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
  }

  private void fillOrthogonal(float[] values, int rows, int columns, RandomGenerator random) {
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    double[][] basis = new double[count][length];
    for (int i = 0; i < count; i++) {
      drawOrthogonalTo(basis, i, random);
      for (int j = 0; j < length; j++) {
        int index = rows <= columns ? i * columns + j : j * columns + i;
        values[index] = (float) (scale * basis[i][j]);
      }
    }
  }

  /** Gram-Schmidt, done twice to remove the rounding errors of the first time. */
  private static void drawOrthogonalTo(double[][] basis, int i, RandomGenerator random) {
    double[] vector = basis[i];
    for (int j = 0; j < vector.length; j++) {
      vector[j] = random.nextGaussian();
    }
    for (int pass = 0; pass < 2; pass++) {
      for (int k = 0; k < i; k++) {
        double projection = dot(vector, basis[k]);
        for (int j = 0; j < vector.length; j++) {
          vector[j] -= projection * basis[k][j];
        }
      }
    }
    double norm = Math.sqrt(dot(vector, vector));
    for (int j = 0; j < vector.length; j++) {
      vector[j] /= norm;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
