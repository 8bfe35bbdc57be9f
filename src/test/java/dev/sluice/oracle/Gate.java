package dev.sluice.oracle;

import dev.sluice.cell.Activation;

/** The activation of a gate, applied to the clipped pre-activation a, with its derivative. */
record Gate(Activation function, Clip limit) {

  Gate(Activation function, float preactivationClip) {
    this(function, new Clip(preactivationClip));
  }

  double value(double a) {
    return OracleFunction.value(function, limit.value(a));
  }

  double derivative(double a) {
    return OracleFunction.derivative(function, limit.value(a)) * limit.derivative(a);
  }

  double[] values(double[] a) {
    double[] values = new double[a.length];
    for (int k = 0; k < a.length; k++) {
      values[k] = value(a[k]);
    }
    return values;
  }

  /** The distance of the pre-activations from the nearest kink of the function. */
  double kinkDistance(double[] a) {
    double kinkDistance = OracleFunction.kinkDistance(function, a);
    for (double each : a) {
      kinkDistance = Math.min(kinkDistance, limit.kinkDistance(each));
    }
    return kinkDistance;
  }
}
