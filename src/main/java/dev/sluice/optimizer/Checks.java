package dev.sluice.optimizer;

import java.util.Locale;

/**
 * The argument checks that the optimizers share. Devices compute in {@code float32}: a number must
 * be in its range there too, where 1e39 is infinite, 1e-60 is 0 and 0.99999999 is 1.
 */
final class Checks {
  private Checks() {}

  static void atLeastZero(String name, double value) {
    require(
        value >= 0 && Float.isFinite((float) value),
        name,
        "a number of at least 0, finite in float32",
        value);
  }

  static void positive(String name, double value) {
    require(
        (float) value > 0 && Float.isFinite((float) value),
        name,
        "a number above 0, finite in float32",
        value);
  }

  static void decay(String name, double value) {
    require(value >= 0 && (float) value < 1, name, "0 to below 1 in float32", value);
  }

  private static void require(boolean holds, String name, String expected, double value) {
    if (!holds) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %s, got %s", name, expected, value));
    }
  }
}
