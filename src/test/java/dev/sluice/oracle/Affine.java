package dev.sluice.oracle;

/**
 * The affine function {@code W v + b} of one gate, with its backward pass. A gradient of it is an
 * object of the same class that contains the gradients of W and b.
 *
 * @param w {@code [H][V]}
 * @param b {@code [H]}, or null for none
 */
record Affine(double[][] w, double[] b) {

  Affine zeros() {
    return new Affine(new double[w.length][w[0].length], b == null ? null : new double[b.length]);
  }

  double[] forward(double[] v) {
    return withBias(product(v));
  }

  /** Adds to the gradients of the loss with respect to W, b and v. */
  void backward(double[] v, double[] dOut, Affine dThis, double[] dV) {
    biasBackward(dOut, dThis);
    productBackward(v, dOut, dThis, dV);
  }

  /** {@code W v}. */
  double[] product(double[] v) {
    double[] out = new double[w.length];
    for (int r = 0; r < w.length; r++) {
      for (int k = 0; k < v.length; k++) {
        out[r] += w[r][k] * v[k];
      }
    }
    return out;
  }

  void productBackward(double[] v, double[] dOut, Affine dThis, double[] dV) {
    for (int r = 0; r < w.length; r++) {
      for (int k = 0; k < v.length; k++) {
        dThis.w[r][k] += dOut[r] * v[k];
        dV[k] += dOut[r] * w[r][k];
      }
    }
  }

  /** {@code v + b}. */
  double[] withBias(double[] v) {
    return b == null ? v : Step.sum(v, b);
  }

  void biasBackward(double[] dOut, Affine dThis) {
    for (int r = 0; b != null && r < b.length; r++) {
      dThis.b[r] += dOut[r];
    }
  }
}
