package dev.sluice.oracle;

/**
 * {@code W v + b}, the product of one gate, with its gradient beside it. As a gradient it holds
 * those of W and b.
 *
 * @param w {@code [H][V]}
 * @param b {@code [H]}, or null for none
 */
record Affine(double[][] w, double[] b) {

  Affine zeros() {
    return new Affine(new double[w.length][w[0].length], b == null ? null : new double[b.length]);
  }

  double[] forward(double[] v) {
    double[] out = new double[w.length];
    for (int r = 0; r < w.length; r++) {
      double sum = b == null ? 0 : b[r];
      for (int k = 0; k < v.length; k++) {
        sum += w[r][k] * v[k];
      }
      out[r] = sum;
    }
    return out;
  }

  /** Adds to the gradients of W, b and v. */
  void backward(double[] v, double[] dOut, Affine dThis, double[] dV) {
    for (int r = 0; r < w.length; r++) {
      if (b != null) {
        dThis.b[r] += dOut[r];
      }
      for (int k = 0; k < v.length; k++) {
        dThis.w[r][k] += dOut[r] * v[k];
        dV[k] += dOut[r] * w[r][k];
      }
    }
  }
}
