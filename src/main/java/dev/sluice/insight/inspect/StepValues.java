package dev.sluice.insight.inspect;

import dev.sluice.argument.Require;

/** The values of every unit at every step, {@code [T, H]}. Immutable. */
public final class StepValues {
  private final int steps;
  private final int units;
  private final float[] values;

  private StepValues(int steps, int units, float[] values) {
    this.steps = steps;
    this.units = units;
    this.values = values;
  }

  /**
   * The columns {@code offset .. offset + units - 1} of a row-major matrix.
   *
   * @param values {@code [steps, columns]}, copied
   * @throws IllegalArgumentException if the columns are not inside the matrix
   */
  static StepValues ofColumns(float[] values, int columns, int offset, int units) {
    Require.atLeast("columns", 1, columns);
    Require.between("offset", 0, columns - units, offset);
    int steps = values.length / columns;
    float[] copy = new float[steps * units];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(values, t * columns + offset, copy, t * units, units);
    }
    return new StepValues(steps, units, copy);
  }

  /** T, the number of steps. */
  public int steps() {
    return steps;
  }

  /** H, the number of units. */
  public int units() {
    return units;
  }

  /**
   * One value.
   *
   * @param step from 0 to T-1
   * @param unit from 0 to H-1
   */
  public float get(int step, int unit) {
    Require.between("step", 0, steps - 1, step);
    Require.between("unit", 0, units - 1, unit);
    return values[step * units + unit];
  }

  /** The mean over the units at one step. */
  public double mean(int step) {
    Require.between("step", 0, steps - 1, step);
    double sum = 0;
    for (int u = 0; u < units; u++) {
      sum += values[step * units + u];
    }
    return sum / units;
  }

  /** A new array {@code [T][H]}. */
  public float[][] toArray() {
    float[][] rows = new float[steps][units];
    for (int t = 0; t < steps; t++) {
      System.arraycopy(values, t * units, rows[t], 0, units);
    }
    return rows;
  }

  @Override
  public String toString() {
    return "StepValues [" + steps + ", " + units + "]";
  }
}
