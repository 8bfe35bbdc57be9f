package dev.sluice.cell;

/** The argument checks that all cell records share. */
final class CellChecks {
  private CellChecks() {}

  /** An array holds fewer than 2^31 elements, and so does each weight. */
  static void sizes(String cell, int gates, int inputSize, int hiddenSize) {
    positive(cell + " inputSize", inputSize);
    positive(cell + " hiddenSize", hiddenSize);
    long rows = (long) gates * hiddenSize;
    if (rows > Integer.MAX_VALUE / Math.max(inputSize, hiddenSize)) {
      throw new IllegalArgumentException(
          "%s: expected weights of fewer than 2^31 elements, got inputSize %d and hiddenSize %d"
              .formatted(cell, inputSize, hiddenSize));
    }
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
