package dev.sluice.layer;

/** The argument checks that the layer descriptions share. */
final class SpecChecks {
  private SpecChecks() {}

  static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }

  static void present(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + ": expected a value, got null");
    }
  }

  static void rate(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + ": expected 0 to below 1, got " + value);
    }
  }
}
