package dev.sluice.oracle;

import dev.sluice.cell.Gru;
import java.util.Set;

/**
 * One step of a GRU. a are the pre-activations; the gates are in the order r, z, n. The products
 * may be normalized:
 *
 * <pre>
 *   r = gate(a_r)   z = gate(a_z)   n = candidate(a_n)
 *   reset after:    a_n = (W_in x + b_in) + r q,   q = W_hn h + b_hn
 *   reset before:   a_n = (W_in x + b_in) + W_hn q + b_hn,   q = r h
 *   update keeps:   h' = z h + (1 - z) n
 *   update admits:  h' = (1 - z) h + z n
 * </pre>
 */
final class GruStep implements Step {
  /** The options that a step computes; those of products, weights and zoneout included. */
  static final Set<String> OPTIONS =
      Set.of(
          "gateActivation",
          "candidateActivation",
          "reset",
          "update",
          "biases",
          "preactivationClip",
          "layerNorm",
          "zoneout");

  private static final int R = 0;
  private static final int Z = 1;
  private static final int N = 2;

  private final Gru cell;
  private final OracleWeights w;
  private final double[] x;
  private final State before;
  private final Gate gate;
  private final Gate candidate;
  private final double[][] a = new double[3][];
  private final double[] r;
  private final double[] z;
  private final double[] n;
  private final double[] q;

  GruStep(Gru cell, OracleWeights w, double[] x, State before) {
    this.cell = cell;
    this.w = w;
    this.x = x;
    this.before = before;
    gate = new Gate(cell.gateActivation(), cell.preactivationClip());
    candidate = new Gate(cell.candidateActivation(), cell.preactivationClip());
    double[] h = before.h();
    double[][] products = w.ih().forward(x);
    double[][] recurrent = w.hh().forward(h);
    a[R] = Step.sum(products[R], recurrent[R]);
    a[Z] = Step.sum(products[Z], recurrent[Z]);
    r = gate.values(a[R]);
    z = gate.values(a[Z]);
    if (cell.reset() == Gru.Reset.AFTER) {
      q = recurrent[N];
      a[N] = Step.sum(products[N], product(r, q));
    } else {
      q = product(r, h);
      a[N] = Step.sum(products[N], w.hh().get(N).forward(q));
    }
    n = candidate.values(a[N]);
  }

  @Override
  public State after() {
    boolean keeps = cell.update() == Gru.Update.KEEPS;
    double[] h = new double[n.length];
    for (int k = 0; k < h.length; k++) {
      double old = before.h()[k];
      h[k] = keeps ? z[k] * old + (1 - z[k]) * n[k] : (1 - z[k]) * old + z[k] * n[k];
    }
    return new State(h, before.c());
  }

  @Override
  public State backward(State dAfter, OracleWeights dW, double[] dX) {
    boolean keeps = cell.update() == Gru.Update.KEEPS;
    State dBefore = State.zeros(cell);
    double[] h = before.h();
    double[][] dA = new double[3][n.length];
    double[][] dRecurrent = new double[3][n.length];
    for (int k = 0; k < n.length; k++) {
      double dH = dAfter.h()[k];
      double dN = dH * (keeps ? 1 - z[k] : z[k]);
      double dZ = dH * (keeps ? h[k] - n[k] : n[k] - h[k]);
      dBefore.h()[k] = dH * (keeps ? z[k] : 1 - z[k]);
      dA[N][k] = dN * candidate.derivative(a[N][k]);
      dA[Z][k] = dZ * gate.derivative(a[Z][k]);
    }
    double[] dR;
    if (cell.reset() == Gru.Reset.AFTER) {
      dR = product(dA[N], q);
      dRecurrent[N] = product(dA[N], r);
    } else {
      double[] dQ = new double[n.length];
      w.hh().get(N).backward(q, dA[N], dW.hh().get(N), dQ);
      dR = product(dQ, h);
      addProduct(dQ, r, dBefore.h());
    }
    for (int k = 0; k < n.length; k++) {
      dA[R][k] = dR[k] * gate.derivative(a[R][k]);
    }
    dRecurrent[R] = dA[R];
    dRecurrent[Z] = dA[Z];
    w.ih().backward(x, dA, dW.ih(), dX);
    w.hh().backward(h, dRecurrent, dW.hh(), dBefore.h());
    return dBefore;
  }

  @Override
  public double[] gates() {
    return Values.flat(new double[][] {r, z, n});
  }

  @Override
  public double kinkDistance() {
    double ofGates = Math.min(gate.kinkDistance(a[R]), gate.kinkDistance(a[Z]));
    return Math.min(ofGates, candidate.kinkDistance(a[N]));
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    addProduct(a, b, product);
    return product;
  }

  private static void addProduct(double[] a, double[] b, double[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += a[k] * b[k];
    }
  }
}
