package dev.sluice.oracle;

import dev.sluice.cell.Cell;

/** One step of one row that was taken, and can be taken back. Constructing it computes it. */
interface Step {

  static Step of(Cell cell, OracleWeights weights, double[] x, State before) {
    return cell.match(
        rnn -> new RnnStep(rnn, weights, x, before),
        lstm -> new LstmStep(lstm, weights, x, before),
        gru -> new GruStep(gru, weights, x, before));
  }

  /** The state after it. */
  State after();

  /** {@code [G*H]}: the gates after their non-linearity. */
  double[] gates();

  /** How far it is, in any pre-activation or cell state, from where a slope jumps. */
  double kinkDistance();

  /**
   * Adds to the gradients of the weights and of x.
   *
   * @return the gradient of the state before it
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
