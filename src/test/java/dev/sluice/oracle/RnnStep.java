package dev.sluice.oracle;

import dev.sluice.cell.Rnn;

/** {@code h' = act(W_ih x + b_ih + W_hh h + b_hh)}. */
final class RnnStep implements Step {
  private final Rnn cell;
  private final OracleWeights w;
  private final double[] x;
  private final State before;
  private final double[] a;

  RnnStep(Rnn cell, OracleWeights w, double[] x, State before) {
    this.cell = cell;
    this.w = w;
    this.x = x;
    this.before = before;
    a = Step.sum(w.ih.get(0).forward(x), w.hh.get(0).forward(before.h()));
  }

  @Override
  public State after() {
    return new State(OracleFunction.value(cell.activation(), a), before.c());
  }

  @Override
  public State backward(State dAfter, OracleWeights dW, double[] dX) {
    double[] dA = new double[a.length];
    for (int k = 0; k < a.length; k++) {
      dA[k] = dAfter.h()[k] * OracleFunction.slope(cell.activation(), a[k]);
    }
    State dBefore = State.zeros(a.length);
    w.ih.get(0).backward(x, dA, dW.ih.get(0), dX);
    w.hh.get(0).backward(before.h(), dA, dW.hh.get(0), dBefore.h());
    return dBefore;
  }
}
