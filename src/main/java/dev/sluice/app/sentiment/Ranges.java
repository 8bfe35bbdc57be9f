package dev.sluice.app.sentiment;

import java.util.Locale;

/** Refusals of settings that are out of range. */
final class Ranges {
  private Ranges() {}

  static void atLeast(String name, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected at least %d, got %d", name, least, value));
    }
  }

  static void between(String name, long least, long most, long value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %d to %d, got %d", name, least, most, value));
    }
  }

  /** From 0 to below 1. */
  static void rate(String name, double value) {
    if (!(value >= 0 && (float) value < 1)) {
      throw new IllegalArgumentException(name + ": expected 0 to below 1 in float32, got " + value);
    }
  }

  /** At least 0, and finite in {@code float32}, where 1e39 is infinite. */
  static void amount(String name, double value) {
    if (!(value >= 0 && Float.isFinite((float) value))) {
      throw new IllegalArgumentException(
          name + ": expected a number of at least 0, finite in float32, got " + value);
    }
  }
}
