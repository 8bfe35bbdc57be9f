package dev.sluice.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The products of all gates with one vector: {@code W v + b}, or {@code norm(W v) (.) gain + b}
 * with the norm over all gates together. A gradient of it is an object of the same class that
 * contains the gradients of W, b and gain.
 *
 * @param gates the products of the gates
 * @param norm the layer normalization, without a bias; or null for none
 */
record GateProducts(List<Affine> gates, LayerNorm norm) {

  GateProducts zeros() {
    return new GateProducts(
        gates.stream().map(Affine::zeros).toList(), norm == null ? null : norm.zeros());
  }

  /** A copy with each weight multiplied by a factor, in row-major order over all gates. */
  GateProducts times(double[] factors) {
    List<Affine> scaled = new ArrayList<>();
    int at = 0;
    for (Affine gate : gates) {
      double[][] w = Values.copy(gate.w());
      for (double[] row : w) {
        for (int k = 0; k < row.length; k++) {
          row[k] *= factors[at++];
        }
      }
      scaled.add(new Affine(w, gate.b()));
    }
    return new GateProducts(scaled, norm);
  }

  Affine get(int gate) {
    return gates.get(gate);
  }

  /** {@code [G][H]}. */
  double[][] forward(double[] v) {
    double[][] out = products(v);
    if (norm != null) {
      out = Values.rows(norm.forward(Values.flat(out)), gates.size());
    }
    for (int gate = 0; gate < out.length; gate++) {
      out[gate] = get(gate).withBias(out[gate]);
    }
    return out;
  }

  /** Adds to the gradients of the loss with respect to W, b, gain and v. */
  void backward(double[] v, double[][] dOut, GateProducts dThis, double[] dV) {
    double[][] dProducts = dOut;
    if (norm != null) {
      double[] products = Values.flat(products(v));
      dProducts = Values.rows(norm.backward(products, Values.flat(dOut), dThis.norm), gates.size());
    }
    for (int gate = 0; gate < dOut.length; gate++) {
      get(gate).biasBackward(dOut[gate], dThis.get(gate));
      get(gate).productBackward(v, dProducts[gate], dThis.get(gate), dV);
    }
  }

  /** The rows of W, gate by gate. */
  double[][] weightRows() {
    return gates.stream().map(Affine::w).flatMap(Arrays::stream).toArray(double[][]::new);
  }

  /** {@code [G][H]}, or null for none. */
  double[][] biases() {
    return get(0).b() == null ? null : gates.stream().map(Affine::b).toArray(double[][]::new);
  }

  private double[][] products(double[] v) {
    return gates.stream().map(gate -> gate.product(v)).toArray(double[][]::new);
  }
}
