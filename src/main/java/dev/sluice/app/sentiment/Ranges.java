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
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + ": expected 0 to below 1, got " + value);
    }
  }

  /** Finite and at least 0. */
  static void amount(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          name + ": expected a finite number of at least 0, got " + value);
    }
  }
}
