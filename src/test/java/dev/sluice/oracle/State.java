package dev.sluice.oracle;

import dev.sluice.cell.Cell;

/**
 * What one row carries from step to step, or its gradient.
 *
 * @param h {@code [P]}
 * @param c {@code [H]}; stays zero for cells without a cell state
 */
record State(double[] h, double[] c) {

  static State zeros(Cell cell) {
    return new State(new double[cell.outputSize()], new double[cell.hiddenSize()]);
  }
}
