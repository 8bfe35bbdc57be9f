package dev.sluice.cell;

import java.util.Locale;

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
          String.format(
              Locale.ROOT,
              "%s: expected weights of fewer than 2^31 elements, got inputSize %d and hiddenSize %d",
              cell,
              inputSize,
              hiddenSize));
    }
  }

  static void present(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + ": expected a value, got null");
    }
  }

  /** A bound of a clipping to {@code [-bound, bound]}; 0 means none. */
  static void bound(String name, float bound) {
    if (!(bound >= 0 && bound < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + ": expected a finite bound above 0, or 0 for none, got " + bound);
    }
  }

  static void rate(String name, float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(name + ": expected 0 to below 1, got " + rate);
    }
  }

  /** Zoneout of a cell that carries no c. */
  static void hiddenOnly(String cell, Zoneout zoneout) {
    present(cell + " zoneout", zoneout);
    if (zoneout.cell() > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s zoneout of c: expected rate 0, since %s has no cell state, got %s",
              cell,
              cell,
              zoneout.cell()));
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
    }
  }
}
