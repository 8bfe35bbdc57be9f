package dev.sluice.oracle;

import dev.sluice.cell.Cell;

/**
 * The state of one row between two steps, or its gradient.
 *
 * @param h {@code [P]}
 * @param c {@code [H]}; zero for cells without a cell state
 */
record State(double[] h, double[] c) {

  static State zeros(Cell cell) {
    return new State(new double[cell.outputSize()], new double[cell.hiddenSize()]);
  }
}
