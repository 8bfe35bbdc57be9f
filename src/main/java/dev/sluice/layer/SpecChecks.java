package dev.sluice.layer;

import java.util.Locale;

/** The argument checks that the layer descriptions share. */
final class SpecChecks {
  private SpecChecks() {}

  static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }

  /** An array holds fewer than 2^31 elements, and so does each weight. */
  static void weight(String name, int rows, int columns) {
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

  static void present(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + ": expected a value, got null");
    }
  }

  /** Devices compute in {@code float32}, where 0.99999999 is 1. */
  static void rate(String name, double value) {
    if (!(value >= 0 && (float) value < 1)) {
      throw new IllegalArgumentException(name + ": expected 0 to below 1 in float32, got " + value);
    }
  }
}
