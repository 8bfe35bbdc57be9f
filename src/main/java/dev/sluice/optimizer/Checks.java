package dev.sluice.optimizer;

import java.util.Locale;

/** The argument checks that the optimizers share. */
final class Checks {
  private Checks() {}

  static void atLeastZero(String name, double value) {
    require(value >= 0 && Double.isFinite(value), name, "a finite number of at least 0", value);
  }

  static void positive(String name, double value) {
    require(value > 0 && Double.isFinite(value), name, "a finite number above 0", value);
  }

  static void decay(String name, double value) {
    require(value >= 0 && value < 1, name, "0 to below 1", value);
  }

  private static void require(boolean holds, String name, String expected, double value) {
    if (!holds) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %s, got %s", name, expected, value));
    }
  }
}
