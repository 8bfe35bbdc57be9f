package dev.sluice.oracle;

import dev.sluice.cell.Cell;

/** One computed step of one row, with its backward pass. */
interface Step {

  /** Computes one step of a cell. */
  static Step of(Cell cell, OracleWeights weights, double[] x, State before) {
    return cell.match(
        rnn -> new RnnStep(rnn, weights, x, before),
        lstm -> new LstmStep(lstm, weights, x, before),
        gru -> new GruStep(gru, weights, x, before));
  }

  /** The state after the step. */
  State after();

  /** {@code [G*H]}: the gates after their non-linearity. */
  double[] gates();

  /**
   * The smallest distance of any pre-activation or cell state from a kink, where a derivative
   * jumps.
   */
  double kinkDistance();

  /**
   * Runs the backward pass of the step. Adds to the gradients of the weights and of x.
   *
   * @return the gradient of the loss with respect to the state before the step
   */
  State backward(State dAfter, OracleWeights dWeights, double[] dX);

  /** Element-wise sum. */
  static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int k = 0; k < a.length; k++) {
      sum[k] = a[k] + b[k];
    }
    return sum;
  }
}
