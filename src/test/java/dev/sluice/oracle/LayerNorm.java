package dev.sluice.oracle;

import dev.sluice.cell.Cell;

/**
 * Layer normalization: {@code n (.) gain + bias} with {@code n = (v - mean(v)) / sqrt(variance(v) +
 * epsilon)}. A gradient of it is an object of the same class that contains the gradients of gain
 * and bias.
 *
 * @param gain {@code [V]}
 * @param bias {@code [V]}, or null for none
 */
record LayerNorm(double[] gain, double[] bias) {

  LayerNorm zeros() {
    return new LayerNorm(new double[gain.length], bias == null ? null : new double[bias.length]);
  }

  double[] forward(double[] v) {
    double[] n = normalized(v);
    double[] out = new double[v.length];
    for (int k = 0; k < v.length; k++) {
      out[k] = n[k] * gain[k] + (bias == null ? 0 : bias[k]);
    }
    return out;
  }

  /**
   * Adds to the gradients of gain and bias. With the deviation {@code D = sqrt(variance +
   * epsilon)}, the gradient of v is {@code dv = (dn - mean(dn) - n mean(dn n)) / D}.
   *
   * @return the gradient of the loss with respect to v
   */
  double[] backward(double[] v, double[] dOut, LayerNorm dThis) {
    double[] n = normalized(v);
    double deviation = deviation(v);
    double[] dN = new double[v.length];
    double[] dNn = new double[v.length];
    for (int k = 0; k < v.length; k++) {
      dThis.gain[k] += dOut[k] * n[k];
      if (bias != null) {
        dThis.bias[k] += dOut[k];
      }
      dN[k] = dOut[k] * gain[k];
      dNn[k] = dN[k] * n[k];
    }
    double[] dV = new double[v.length];
    for (int k = 0; k < v.length; k++) {
      dV[k] = (dN[k] - mean(dN) - n[k] * mean(dNn)) / deviation;
    }
    return dV;
  }

  private static double[] normalized(double[] v) {
    double mean = mean(v);
    double deviation = deviation(v);
    double[] n = new double[v.length];
    for (int k = 0; k < v.length; k++) {
      n[k] = (v[k] - mean) / deviation;
    }
    return n;
  }

  private static double deviation(double[] v) {
    double mean = mean(v);
    double variance = 0;
    for (double each : v) {
      variance += (each - mean) * (each - mean) / v.length;
    }
    return Math.sqrt(variance + Cell.NORM_EPSILON);
  }

  private static double mean(double[] v) {
    double sum = 0;
    for (double each : v) {
      sum += each;
    }
    return sum / v.length;
  }
}
