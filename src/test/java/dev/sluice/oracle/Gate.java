package dev.sluice.oracle;

import dev.sluice.cell.Activation;

/** A gate's non-linearity of its limited pre-activation a, with its derivative. */
record Gate(Activation function, Limit limit) {

  Gate(Activation function, float preactivationClip) {
    this(function, new Limit(preactivationClip));
  }

  double value(double a) {
    return OracleFunction.value(function, limit.value(a));
  }

  double slope(double a) {
    return OracleFunction.slope(function, limit.value(a)) * limit.slope(a);
  }

  double[] values(double[] a) {
    double[] values = new double[a.length];
    for (int k = 0; k < a.length; k++) {
      values[k] = value(a[k]);
    }
    return values;
  }

  /** How far the pre-activations are from where the slope jumps. */
  double clearance(double[] a) {
    double clearance = OracleFunction.clearance(function, a);
    for (double each : a) {
      clearance = Math.min(clearance, limit.clearance(each));
    }
    return clearance;
  }
}
