package dev.sluice.oracle;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random arrays, and conversions between nested and flat arrays, doubles and floats. */
public final class Values {
  private Values() {}

  /**
   * Random values, uniform in [-range, range], rounded to float32 so that the engine gets the same
   * numbers.
   */
  public static double[] random(double range, RandomGenerator random, int size) {
    double[] values = new double[size];
    for (int k = 0; k < size; k++) {
      values[k] = (float) ((2 * random.nextDouble() - 1) * range);
    }
    return values;
  }

  /** As {@link #random(double, RandomGenerator, int)}. */
  public static double[][] random(double range, RandomGenerator random, int rows, int columns) {
    double[][] values = new double[rows][];
    Arrays.setAll(values, r -> random(range, random, columns));
    return values;
  }

  /** As {@link #random(double, RandomGenerator, int)}. */
  public static double[][][] random(
      double range, RandomGenerator random, int blocks, int rows, int columns) {
    double[][][] values = new double[blocks][][];
    Arrays.setAll(values, b -> random(range, random, rows, columns));
    return values;
  }

  /** The values row after row. */
  public static double[] flat(double[][] values) {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
  }

  /** The values row after row. */
  public static double[] flat(double[][][] values) {
    return Arrays.stream(values).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Splits row-major values into rows. */
  static double[][] rows(double[] values, int rows) {
    double[][] split = new double[rows][];
    int columns = values.length / rows;
    Arrays.setAll(split, r -> Arrays.copyOfRange(values, r * columns, (r + 1) * columns));
    return split;
  }

  /** Converts floats to doubles. */
  public static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }

  /** Converts doubles to floats. */
  public static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }

  /** A deep copy. */
  static double[][] copy(double[][] values) {
    return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
  }
}
