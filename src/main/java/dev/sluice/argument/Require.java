package dev.sluice.argument;

import java.util.List;
import java.util.Locale;

/**
 * Checks of arguments. Each throws an {@link IllegalArgumentException} that names the argument,
 * what was expected and what came.
 *
 * <p>Devices compute in {@code float32}: a {@code double} must be in its range there too, where
 * 1e39 is infinite, 1e-60 is 0 and 0.99999999 is 1.
 */
public final class Require {
  private Require() {}

  /**
   * An argument that is there.
   *
   * @return the value
   */
  public static <T> T present(String name, T value) {
    if (value == null) {
      throw absent(name);
    }
    return value;
  }

  private static IllegalArgumentException absent(String name) {
    return new IllegalArgumentException(name + ": expected a value, got null");
  }

  /**
   * Rows, and the rows within them, that are all there: {@code float[][][]} or {@code Object[]}.
   */
  public static void presentRows(String name, Object[] rows) {
    present(name, rows);
    for (int n = 0; n < rows.length; n++) {
      if (rows[n] instanceof Object[] inner) {
        presentRows(name + "[" + n + "]", inner);
      } else if (rows[n] == null) {
        throw absent(name + "[" + n + "]");
      }
    }
  }

  /** A list whose elements are all there. */
  public static void presentElements(String name, List<?> elements) {
    present(name, elements);
    int n = 0;
    for (Object element : elements) {
      if (element == null) {
        throw absent(name + "[" + n + "]");
      }
      n++;
    }
  }

  /** At least {@code least}. */
  public static void atLeast(String name, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected at least %d, got %d", name, least, value));
    }
  }

  /** From {@code least} to {@code most}, both included. */
  public static void between(String name, long least, long most, long value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %d to %d, got %d", name, least, most, value));
    }
  }

  /** From 0 to below 1, as a rate or a decay. */
  public static void fraction(String name, double value) {
    expect(value >= 0 && (float) value < 1, name, "0 to below 1 in float32", value);
  }

  /** At least 0 and finite. */
  public static void nonNegative(String name, double value) {
    expect(
        value >= 0 && Float.isFinite((float) value),
        name,
        "a number of at least 0, finite in float32",
        value);
  }

  /** Above 0 and finite. */
  public static void positive(String name, double value) {
    expect(
        (float) value > 0 && Float.isFinite((float) value),
        name,
        "a number above 0, finite in float32",
        value);
  }

  /** The sizes of a weight {@code [rows, columns]}: an array holds fewer than 2^31 elements. */
  public static void weightFits(String name, int rows, int columns) {
    if (rows > Integer.MAX_VALUE / columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected a weight of fewer than 2^31 elements, got %d x %d",
              name,
              rows,
              columns));
    }
  }

  private static void expect(boolean holds, String name, String expected, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": expected " + expected + ", got " + value);
    }
  }
}
