package dev.sluice.argument;

import dev.sluice.annotation.CanIgnoreReturnValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks of arguments. Each check throws an {@link IllegalArgumentException} that names the
 * argument, the expected value and the actual value; a null argument is refused in the same way.
 *
 * <p>Devices compute in {@code float32}. A {@code double} must therefore also be valid after
 * conversion to float32, where 1e39 is infinite, 1e-60 is 0 and 0.99999999 is 1.
 */
public final class Require {
  private Require() {}

  /**
   * Requires a value that is not null.
   *
   * @return the value
   */
  @CanIgnoreReturnValue
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
   * Requires an array without null elements, at every level of nesting.
   *
   * @param rows for example {@code float[][][]} or {@code Object[]}
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

  /** Requires a list without null elements. */
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

  /**
   * Requires a list without null elements.
   *
   * @return an unmodifiable copy
   */
  public static <T> List<T> copyOf(String name, List<? extends T> elements) {
    presentElements(name, elements);
    return List.copyOf(elements);
  }

  /** Requires an array without null elements; as {@link #copyOf(String, List)}. */
  public static <T> List<T> copyOf(String name, T[] elements) {
    return copyOf(name, Arrays.asList(present(name, elements)));
  }

  /**
   * Requires a map without null keys and values.
   *
   * @return an unmodifiable copy, in no order
   */
  @CanIgnoreReturnValue
  public static <K, V> Map<K, V> copyOf(String name, Map<? extends K, ? extends V> entries) {
    present(name, entries);
    entries.forEach(
        (key, value) -> {
          present("key of " + name, key);
          present(name + "[" + key + "]", value);
        });
    return Map.copyOf(entries);
  }

  /** Requires a value of at least {@code min}. */
  public static void atLeast(String name, long min, long value) {
    if (value < min) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected at least %d, got %d", name, min, value));
    }
  }

  /** Requires a value from {@code min} to {@code max}, both included. */
  public static void between(String name, long min, long max, long value) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %d to %d, got %d", name, min, max, value));
    }
  }

  /** Requires a value from 0 (included) to 1 (excluded), such as a dropout rate or a decay. */
  public static void fraction(String name, double value) {
    expect(value >= 0 && (float) value < 1, name, "0 to below 1 in float32", value);
  }

  /** Requires a value from 0 to 1, both included. */
  public static void share(String name, double value) {
    expect(value >= 0 && value <= 1, name, "0 to 1", value);
  }

  /** Requires a value above 0 and below 1. */
  public static void properFraction(String name, double value) {
    expect(value > 0 && value < 1, name, "above 0 and below 1", value);
  }

  /** Requires a finite value of at least 0. */
  public static void nonNegative(String name, double value) {
    expect(
        value >= 0 && Float.isFinite((float) value),
        name,
        "a number of at least 0, finite in float32",
        value);
  }

  /** Requires a finite value above 0. */
  public static void positive(String name, double value) {
    expect(
        (float) value > 0 && Float.isFinite((float) value),
        name,
        "a number above 0, finite in float32",
        value);
  }

  /**
   * Requires a weight {@code [rows, columns]} with fewer than 2^31 elements, the limit of a Java
   * array.
   */
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
