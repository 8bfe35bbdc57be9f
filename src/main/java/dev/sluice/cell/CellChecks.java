package dev.sluice.cell;

import dev.sluice.argument.Require;
import java.util.Locale;

/** Argument checks for the cell records. */
final class CellChecks {
  private CellChecks() {}

  /**
   * Checks the sizes. Each weight must have fewer than 2^31 elements, the limit of a Java array.
   */
  static void sizes(String cell, int gates, int inputSize, int hiddenSize) {
    Require.atLeast(cell + " inputSize", 1, inputSize);
    Require.atLeast(cell + " hiddenSize", 1, hiddenSize);
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

  /** Checks a clipping bound; 0 means no clipping. */
  static void bound(String name, float bound) {
    if (!(bound >= 0 && bound < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + ": expected a finite bound above 0, or 0 for none, got " + bound);
    }
  }

  /** Checks the zoneout of a cell without a cell state: the rate of c must be 0. */
  static void hiddenOnly(String cell, Zoneout zoneout) {
    Require.present(cell + " zoneout", zoneout);
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
}
