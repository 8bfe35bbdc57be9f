package dev.sluice.oracle;

import dev.sluice.cell.Rnn;
import java.util.Set;

/**
 * One step of a vanilla cell: {@code h' = act(a)} with {@code a = W_ih x + b_ih + W_hh h + b_hh}.
 * The products may be normalized.
 */
final class RnnStep implements Step {
  /** The options that a step computes; those of products, weights and zoneout included. */
  static final Set<String> OPTIONS =
      Set.of("activation", "biases", "preactivationClip", "layerNorm", "zoneout");

  private final Rnn cell;
  private final OracleWeights w;
  private final double[] x;
  private final State before;
  private final Gate gate;
  private final double[] a;
  private final double[] h;

  RnnStep(Rnn cell, OracleWeights w, double[] x, State before) {
    this.cell = cell;
    this.w = w;
    this.x = x;
    this.before = before;
    gate = new Gate(cell.activation(), cell.preactivationClip());
    a = Step.sum(w.ih().forward(x)[0], w.hh().forward(before.h())[0]);
    h = gate.values(a);
  }

  @Override
  public State after() {
    return new State(h, before.c());
  }

  @Override
  public State backward(State dAfter, OracleWeights dW, double[] dX) {
    double[][] dA = new double[1][a.length];
    for (int k = 0; k < a.length; k++) {
      dA[0][k] = dAfter.h()[k] * gate.derivative(a[k]);
    }
    State dBefore = State.zeros(cell);
    w.ih().backward(x, dA, dW.ih(), dX);
    w.hh().backward(before.h(), dA, dW.hh(), dBefore.h());
    return dBefore;
  }

  @Override
  public double[] gates() {
    return h;
  }

  @Override
  public double kinkDistance() {
    return gate.kinkDistance(a);
  }
}
