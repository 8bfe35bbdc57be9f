package dev.sluice.cell;

/** The argument checks that all cell records share. */
final class CellChecks {
  private CellChecks() {}

  static void sizes(String cell, int inputSize, int hiddenSize) {
    positive(cell + " inputSize", inputSize);
    positive(cell + " hiddenSize", hiddenSize);
  }

  static void present(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + ": expected a value, got null");
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }
}
