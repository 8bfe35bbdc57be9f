package dev.sluice.oracle;

/**
 * What one row carries from step to step, or its gradient.
 *
 * @param h {@code [H]}
 * @param c {@code [H]}; stays zero for cells without a cell state
 */
record State(double[] h, double[] c) {

  static State zeros(int hiddenSize) {
    return new State(new double[hiddenSize], new double[hiddenSize]);
  }
}
