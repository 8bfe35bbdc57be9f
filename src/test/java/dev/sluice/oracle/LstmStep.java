package dev.sluice.oracle;

import dev.sluice.cell.Lstm;

/**
 * Pre-activations a, gates in the order i, f, g, o:
 *
 * <pre>
 *   i = gate(a_i)   f = gate(a_f)   g = candidate(a_g)   o = gate(a_o)
 *   c' = f c + i g
 *   h' = o output(c')
 * </pre>
 */
final class LstmStep implements Step {
  private static final int I = 0;
  private static final int F = 1;
  private static final int G = 2;
  private static final int O = 3;

  private final Lstm cell;
  private final OracleWeights w;
  private final double[] x;
  private final State before;
  private final double[][] a = new double[4][];
  private final double[] i;
  private final double[] f;
  private final double[] g;
  private final double[] o;
  private final double[] c;

  LstmStep(Lstm cell, OracleWeights w, double[] x, State before) {
    this.cell = cell;
    this.w = w;
    this.x = x;
    this.before = before;
    for (int gate = 0; gate < 4; gate++) {
      a[gate] = Step.sum(w.ih.get(gate).forward(x), w.hh.get(gate).forward(before.h()));
    }
    i = OracleFunction.value(cell.gateActivation(), a[I]);
    f = OracleFunction.value(cell.gateActivation(), a[F]);
    g = OracleFunction.value(cell.candidateActivation(), a[G]);
    o = OracleFunction.value(cell.gateActivation(), a[O]);
    c = new double[i.length];
    for (int k = 0; k < c.length; k++) {
      c[k] = f[k] * before.c()[k] + i[k] * g[k];
    }
  }

  @Override
  public State after() {
    double[] h = new double[c.length];
    for (int k = 0; k < c.length; k++) {
      h[k] = o[k] * OracleFunction.value(cell.outputActivation(), c[k]);
    }
    return new State(h, c);
  }

  @Override
  public State backward(State dAfter, OracleWeights dW, double[] dX) {
    State dBefore = State.zeros(c.length);
    double[][] dA = new double[4][c.length];
    for (int k = 0; k < c.length; k++) {
      double dH = dAfter.h()[k];
      double dO = dH * OracleFunction.value(cell.outputActivation(), c[k]);
      double dC = dAfter.c()[k] + dH * o[k] * OracleFunction.slope(cell.outputActivation(), c[k]);
      dA[I][k] = dC * g[k] * OracleFunction.slope(cell.gateActivation(), a[I][k]);
      dA[F][k] = dC * before.c()[k] * OracleFunction.slope(cell.gateActivation(), a[F][k]);
      dA[G][k] = dC * i[k] * OracleFunction.slope(cell.candidateActivation(), a[G][k]);
      dA[O][k] = dO * OracleFunction.slope(cell.gateActivation(), a[O][k]);
      dBefore.c()[k] = dC * f[k];
    }
    for (int gate = 0; gate < 4; gate++) {
      w.ih.get(gate).backward(x, dA[gate], dW.ih.get(gate), dX);
      w.hh.get(gate).backward(before.h(), dA[gate], dW.hh.get(gate), dBefore.h());
    }
    return dBefore;
  }
}
