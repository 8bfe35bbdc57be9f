package dev.sluice.interop.onnx.operator;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The operator Einsum: sums of products over the indices of an equation such as {@code
 * bij,bjk->bik}.
 */
final class Einsum {
  private final String equation;
  private final HostTensor[] inputs;
  private final String[] terms;
  private final String result;
  private final Map<Character, Integer> sizes = new TreeMap<>();

  private Einsum(NodeCall call) {
    equation = call.text("equation", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    terms = sides[0].split(",", -1);
    if (sides.length > 2 || terms.length != call.inputs()) {
      throw refused("a term for each of " + call.inputs() + " inputs");
    }
    inputs = new HostTensor[terms.length];
    int dots = 0;
    for (int k = 0; k < terms.length; k++) {
      inputs[k] = call.input(k);
      if (terms[k].contains("...")) {
        dots = Math.max(dots, inputs[k].rank() - (terms[k].length() - 3));
      }
    }
    for (int k = 0; k < terms.length; k++) {
      terms[k] = expandEllipsis(terms[k], inputs[k].rank() - (terms[k].length() - 3));
      recordSizes(terms[k], inputs[k]);
    }
    result = sides.length == 2 ? expandEllipsis(sides[1], dots) : implied(dots);
    for (int k = 0; k < result.length(); k++) {
      if (!sizes.containsKey(result.charAt(k)) || result.indexOf(result.charAt(k)) != k) {
        throw refused("a result whose indices occur once and in the inputs");
      }
    }
  }

  static HostTensor compute(NodeCall call) {
    return new Einsum(call).run(call);
  }

  private OnnxException refused(String expected) {
    return new OnnxException(
        String.format(
            Locale.ROOT, "equation: expected %s, got \"%s\"", expected, Abbreviation.of(equation)));
  }

  /** Replaces the ellipsis by indices with digits as names, aligned at the last dimension. */
  private String expandEllipsis(String term, int dots) {
    StringBuilder names = new StringBuilder();
    for (int k = Math.max(0, dots); k > 0 && term.contains("..."); k--) {
      names.append((char) ('0' + k));
    }
    String expanded = term.replace("...", names);
    if (dots > 9 || !expanded.matches("[A-Za-z0-9]*") || term.matches(".*[0-9].*")) {
      throw refused("letters and ...");
    }
    return expanded;
  }

  private void recordSizes(String term, HostTensor input) {
    if (term.length() != input.rank()) {
      throw refused("an index for each dimension of " + input);
    }
    for (int d = 0; d < term.length(); d++) {
      int size = input.size(d);
      int known = sizes.merge(term.charAt(d), size, (a, b) -> a == 1 ? b : a);
      if (known != size && size != 1) {
        throw refused("equal sizes of index " + term.charAt(d));
      }
    }
  }

  /**
   * The implicit result: the indices of the ellipsis, then each letter that occurs once, in
   * alphabetical order.
   */
  private String implied(int dots) {
    String all = String.join("", terms);
    StringBuilder implied = new StringBuilder(dots > 0 ? expandEllipsis("...", dots) : "");
    for (char name : sizes.keySet()) {
      if (Character.isLetter(name) && all.indexOf(name) == all.lastIndexOf(name)) {
        implied.append(name);
      }
    }
    return implied.toString();
  }

  private HostTensor run(NodeCall call) {
    int[] shape = result.chars().map(name -> sizes.get((char) name)).toArray();
    StringBuilder order = new StringBuilder(result);
    sizes.keySet().stream().filter(name -> result.indexOf(name) < 0).forEach(order::append);
    int[] summed =
        order.substring(result.length()).chars().map(name -> sizes.get((char) name)).toArray();
    HostTensor y = HostTensor.zeros(inputs[0].type(), shape);
    int count = ShapeArithmetic.elements(summed);
    if (y.elements() == 0) {
      return y;
    }
    call.work(
        Math.multiplyExact(Math.multiplyExact((long) y.elements(), count), (long) terms.length));
    int[][] outer = new int[terms.length][];
    int[][] inner = new int[terms.length][];
    float[][] values = new float[terms.length][];
    for (int k = 0; k < terms.length; k++) {
      outer[k] = ShapeArithmetic.sources(shape, 0, strides(k, result));
      inner[k] = ShapeArithmetic.sources(summed, 0, strides(k, order.substring(result.length())));
      values[k] = inputs[k].floats();
    }
    for (int to = 0; to < y.elements(); to++) {
      double sum = 0;
      for (int s = 0; s < count; s++) {
        double product = 1;
        for (int k = 0; k < terms.length; k++) {
          product *= values[k][outer[k][to] + inner[k][s]];
        }
        sum += product;
      }
      y.floats()[to] = (float) sum;
    }
    return y;
  }

  /**
   * The strides of an input along the given indices. An index that occurs twice selects the
   * diagonal.
   */
  private int[] strides(int input, String names) {
    int[] own = inputs[input].strides();
    int[] strides = new int[names.length()];
    for (int d = 0; d < own.length; d++) {
      int at = names.indexOf(terms[input].charAt(d));
      if (at >= 0 && inputs[input].size(d) != 1) {
        strides[at] += own[d];
      }
    }
    return strides;
  }
}
