package dev.sluice.oracle;

import dev.sluice.cell.Lstm;
import java.util.Set;

/**
 * One step of an LSTM. a are the pre-activations; the gates are in the order i, f, g, o. The
 * products may be normalized. Parts in brackets depend on options:
 *
 * <pre>
 *   i = gate(a_i [+ w_ci c])   f = gate(a_f [+ w_cf c])   or f = 1 - i
 *   g = candidate(a_g)
 *   c' = f c + i g             [clipped]
 *   o = gate(a_o [+ w_co c'])
 *   s = c'                     or s = norm(c') (.) norm_c + bias_c
 *   m = o output(s)
 *   h' = m                     or h' = W_hr m
 * </pre>
 */
final class LstmStep implements Step {
  /** The options that a step computes; those of products, weights and zoneout included. */
  static final Set<String> OPTIONS =
      Set.of(
          "gateActivation",
          "candidateActivation",
          "outputActivation",
          "biases",
          "peepholes",
          "coupled",
          "projectionSize",
          "cellClip",
          "preactivationClip",
          "layerNorm",
          "zoneout");

  private static final int I = 0;
  private static final int F = 1;
  private static final int G = 2;
  private static final int O = 3;

  private final Lstm cell;
  private final OracleWeights w;
  private final double[] x;
  private final State before;
  private final Gate gate;
  private final Gate candidate;
  private final Clip limit;
  private final double[][] a = new double[4][];
  private final double[] i;
  private final double[] f;
  private final double[] g;
  private final double[] o;
  private final double[] unlimited;
  private final double[] c;
  private final double[] s;
  private final double[] m;

  LstmStep(Lstm cell, OracleWeights w, double[] x, State before) {
    this.cell = cell;
    this.w = w;
    this.x = x;
    this.before = before;
    gate = new Gate(cell.gateActivation(), cell.preactivationClip());
    candidate = new Gate(cell.candidateActivation(), cell.preactivationClip());
    limit = new Clip(cell.cellClip());
    int units = cell.hiddenSize();
    double[][] products = w.ih().forward(x);
    double[][] recurrent = w.hh().forward(before.h());
    for (int each = 0; each < 4; each++) {
      a[each] = Step.sum(products[each], recurrent[each]);
    }
    addPeephole(w.ci(), before.c(), a[I]);
    addPeephole(w.cf(), before.c(), a[F]);
    i = gate.values(a[I]);
    f = gate.values(a[F]);
    g = candidate.values(a[G]);
    unlimited = new double[units];
    c = new double[units];
    for (int k = 0; k < units; k++) {
      f[k] = cell.coupled() ? 1 - i[k] : f[k];
      unlimited[k] = f[k] * before.c()[k] + i[k] * g[k];
      c[k] = limit.value(unlimited[k]);
    }
    addPeephole(w.co(), c, a[O]);
    o = gate.values(a[O]);
    s = cell.layerNorm() ? w.normC().forward(c) : c;
    m = new double[units];
    for (int k = 0; k < units; k++) {
      m[k] = o[k] * OracleFunction.value(cell.outputActivation(), s[k]);
    }
  }

  @Override
  public State after() {
    return new State(cell.projected() ? w.hr().forward(m) : m, c);
  }

  @Override
  public State backward(State dAfter, OracleWeights dW, double[] dX) {
    int units = cell.hiddenSize();
    State dBefore = State.zeros(cell);
    double[][] dA = new double[4][units];

    double[] dM = new double[units];
    if (cell.projected()) {
      w.hr().backward(m, dAfter.h(), dW.hr(), dM);
    } else {
      dM = dAfter.h();
    }
    double[] dS = new double[units];
    for (int k = 0; k < units; k++) {
      double dO = dM[k] * OracleFunction.value(cell.outputActivation(), s[k]);
      dA[O][k] = dO * gate.derivative(a[O][k]);
      dS[k] = dM[k] * o[k] * OracleFunction.derivative(cell.outputActivation(), s[k]);
    }
    double[] dC =
        Step.sum(dAfter.c(), cell.layerNorm() ? w.normC().backward(c, dS, dW.normC()) : dS);
    peepholeBackward(w.co(), c, dA[O], dW.co(), dC);

    for (int k = 0; k < units; k++) {
      double dUnlimited = dC[k] * limit.derivative(unlimited[k]);
      double dF = dUnlimited * before.c()[k];
      double dI = dUnlimited * g[k];
      if (cell.coupled()) {
        dI -= dF;
        dF = 0;
      }
      dA[I][k] = dI * gate.derivative(a[I][k]);
      dA[F][k] = dF * gate.derivative(a[F][k]);
      dA[G][k] = dUnlimited * i[k] * candidate.derivative(a[G][k]);
      dBefore.c()[k] = dUnlimited * f[k];
    }
    peepholeBackward(w.ci(), before.c(), dA[I], dW.ci(), dBefore.c());
    peepholeBackward(w.cf(), before.c(), dA[F], dW.cf(), dBefore.c());
    w.ih().backward(x, dA, dW.ih(), dX);
    w.hh().backward(before.h(), dA, dW.hh(), dBefore.h());
    return dBefore;
  }

  @Override
  public double[] gates() {
    return Values.flat(new double[][] {i, f, g, o});
  }

  @Override
  public double kinkDistance() {
    double kinkDistance = Math.min(gate.kinkDistance(a[I]), gate.kinkDistance(a[O]));
    kinkDistance = Math.min(kinkDistance, candidate.kinkDistance(a[G]));
    kinkDistance = Math.min(kinkDistance, OracleFunction.kinkDistance(cell.outputActivation(), s));
    if (!cell.coupled()) {
      kinkDistance = Math.min(kinkDistance, gate.kinkDistance(a[F]));
    }
    for (double each : unlimited) {
      kinkDistance = Math.min(kinkDistance, limit.kinkDistance(each));
    }
    return kinkDistance;
  }

  /** Adds {@code w (.) c} to a, if there is a w. */
  private static void addPeephole(double[] w, double[] c, double[] a) {
    for (int k = 0; w != null && k < a.length; k++) {
      a[k] += w[k] * c[k];
    }
  }

  private static void peepholeBackward(
      double[] w, double[] c, double[] dA, double[] dW, double[] dC) {
    for (int k = 0; w != null && k < dA.length; k++) {
      dW[k] += dA[k] * c[k];
      dC[k] += dA[k] * w[k];
    }
  }
}
