package dev.sluice.interop.onnx.operator;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.Locale;

/** The operator Pad: adds values before and after each dimension. Negative pads remove elements. */
final class PadOperator {
  private PadOperator() {}

  /**
   * Computes the output. Each output element has a source index per dimension; -1 means the
   * constant.
   */
  static HostTensor compute(NodeCall call) {
    HostTensor input = call.input(0);
    String mode = call.text("mode", "constant");
    long[] pads = pads(call, input.rank());
    int[] shape = new int[input.rank()];
    int[][] sources = new int[input.rank()][];
    for (int d = 0; d < shape.length; d++) {
      long size = input.size(d) + pads[d] + pads[shape.length + d];
      shape[d] = Axes.sizes(new long[] {size})[0];
    }
    HostTensor result = HostTensor.filled(constant(call, input), shape);
    if (result.elements() > 0) {
      for (int d = 0; d < shape.length; d++) {
        sources[d] = sources(mode, input.size(d), pads[d], shape[d]);
      }
      copy(input, sources, result);
    }
    return result;
  }

  private static long[] pads(NodeCall call, int rank) {
    long[] given = call.integers("pads", 1);
    HostTensor axes = call.optional(3);
    long[] chosen = axes == null ? null : axes.integers();
    int count = chosen == null ? rank : chosen.length;
    if (given == null) {
      throw new OnnxException("pads: expected a list, got none");
    }
    if (given.length != 2 * count) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "pads: expected %d numbers, got %s", 2 * count, Abbreviation.of(given)));
    }
    if (chosen == null) {
      return given;
    }
    Axes.chosen(chosen, rank);
    long[] pads = new long[2 * rank];
    for (int k = 0; k < count; k++) {
      int d = Axes.of(chosen[k], rank);
      pads[d] = given[k];
      pads[rank + d] = given[count + k];
    }
    return pads;
  }

  /** The constant, one number of the input's type. */
  private static HostTensor constant(NodeCall call, HostTensor input) {
    HostTensor given = call.optional(2);
    if (given == null) {
      HostTensor zero = HostTensor.zeros(input.type());
      zero.set(0, call.real("value", 0));
      return zero;
    }
    if (given.elements() != 1 || given.type() != input.type()) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "constant_value: expected one number of %s, got %s",
              input.type(),
              given));
    }
    return given;
  }

  private static int[] sources(String mode, int size, long before, int length) {
    int[] sources = new int[length];
    for (int k = 0; k < length; k++) {
      long at = k - before;
      boolean inside = at >= 0 && at < size;
      if (!inside && size == 0 && !mode.equals("constant")) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "mode %s: expected a dimension with elements, got an empty one",
                mode));
      }
      sources[k] = inside ? (int) at : outside(mode, at, size);
    }
    return sources;
  }

  private static int outside(String mode, long at, int size) {
    return switch (mode) {
      case "constant" -> -1;
      case "edge" -> at < 0 ? 0 : size - 1;
      case "wrap" -> (int) Math.floorMod(at, (long) size);
      case "reflect" -> {
        long period = Math.max(1, 2L * (size - 1));
        long folded = Math.floorMod(at, period);
        yield (int) Math.min(folded, period - folded);
      }
      default ->
          throw new OnnxException("mode: expected constant, reflect, edge or wrap, got " + mode);
    };
  }

  private static void copy(HostTensor input, int[][] sources, HostTensor result) {
    int rank = sources.length;
    if (rank == 0) {
      result.copyFrom(input, 0, 0, 1);
      return;
    }
    int[] strides = input.strides();
    int[] last = sources[rank - 1];
    int[] index = new int[rank];
    for (int to = 0; to < result.elements(); to += last.length) {
      int from = 0;
      boolean inside = true;
      for (int d = 0; d < rank - 1; d++) {
        int source = sources[d][index[d]];
        inside &= source >= 0;
        from += source * strides[d];
      }
      for (int k = 0; inside && k < last.length; k++) {
        if (last[k] >= 0) {
          result.copyFrom(input, from + last[k], to + k, 1);
        }
      }
      for (int d = rank - 2; d >= 0 && ++index[d] == sources[d].length; d--) {
        index[d] = 0;
      }
    }
  }
}
