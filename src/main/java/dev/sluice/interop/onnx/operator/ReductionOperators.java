package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.Arrays;
import java.util.Map;

/** Operators that make one number, or a distribution, of many. */
public final class ReductionOperators {
  private ReductionOperators() {}

  /** What is made of the numbers. */
  private enum Reduction {
    SUM,
    MEAN,
    MAX,
    MIN
  }

  public static Map<String, Operator> all() {
    return Map.of(
        "ArgMax", single(ReductionOperators::argMax),
        "LogSoftmax", single(call -> softmax(call, true)),
        "ReduceMax", single(call -> reduce(call, Reduction.MAX)),
        "ReduceMean", single(call -> reduce(call, Reduction.MEAN)),
        "ReduceMin", single(call -> reduce(call, Reduction.MIN)),
        "ReduceSum", single(call -> reduce(call, Reduction.SUM)),
        "Softmax", single(call -> softmax(call, false)));
  }

  private static HostTensor reduce(NodeCall call, Reduction reduction) {
    HostTensor input = call.input(0);
    long[] axes = call.integers("axes", 1);
    if (axes == null || axes.length == 0) {
      if (call.integer("noop_with_empty_axes", 0) != 0) {
        return input;
      }
      axes = all(input.rank());
    }
    boolean[] gone = Axes.chosen(axes, input.rank());
    boolean keep = call.integer("keepdims", 1) != 0;
    int[] kept = input.shape();
    for (int d = 0; d < kept.length; d++) {
      kept[d] = gone[d] ? 1 : kept[d];
    }
    int[] targets = targets(input.shape(), kept);
    HostTensor result = reduced(input, HostTensor.elements(kept), targets, kept, reduction);
    return keep ? result : result.reshaped(vanished(kept, gone));
  }

  private static long[] all(int rank) {
    long[] axes = new long[rank];
    Arrays.setAll(axes, d -> d);
    return axes;
  }

  private static int[] vanished(int[] kept, boolean[] gone) {
    int[] rest = new int[kept.length];
    int rank = 0;
    for (int d = 0; d < kept.length; d++) {
      if (!gone[d]) {
        rest[rank++] = kept[d];
      }
    }
    return Arrays.copyOf(rest, rank);
  }

  /** For each element of a shape, where it goes in the one with sizes of 1. */
  private static int[] targets(int[] shape, int[] kept) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = kept[d] == 1 ? 0 : stride;
      stride *= kept[d];
    }
    return HostTensor.sources(shape, 0, strides);
  }

  private static HostTensor reduced(
      HostTensor input, int count, int[] targets, int[] shape, Reduction reduction) {
    double[] sums = new double[count];
    int each = count == 0 ? 0 : targets.length / count;
    if (each == 0 && reduction != Reduction.SUM) {
      throw new OnnxException("expected at least one number to reduce, got " + input);
    }
    Arrays.fill(
        sums,
        switch (reduction) {
          case SUM, MEAN -> 0;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        });
    for (int k = 0; k < targets.length; k++) {
      double value = input.value(k);
      int to = targets[k];
      sums[to] =
          switch (reduction) {
            case SUM, MEAN -> sums[to] + value;
            case MAX -> Math.max(sums[to], value);
            case MIN -> Math.min(sums[to], value);
          };
    }
    HostTensor result = HostTensor.zeros(input.type(), shape);
    for (int k = 0; k < count; k++) {
      double value = reduction == Reduction.MEAN ? sums[k] / each : sums[k];
      if (input.isFloat()) {
        result.floats()[k] = (float) value;
      } else {
        result.integers()[k] = (long) value;
      }
    }
    return result;
  }

  /** Before operator set 13 the dimensions from the axis on are one. */
  private static HostTensor softmax(NodeCall call, boolean logarithm) {
    HostTensor input = call.input(0);
    boolean flattens = call.opset() < 13;
    int axis = Axes.of(call.integer("axis", flattens ? 1 : -1), input.rank());
    int outer = Axes.product(input.shape(), 0, axis);
    int size = flattens ? Axes.product(input.shape(), axis, input.rank()) : input.size(axis);
    int inner = flattens ? 1 : Axes.product(input.shape(), axis + 1, input.rank());
    float[] values = input.floats();
    HostTensor result = HostTensor.zeros(ElementType.FLOAT, input.shape());
    float[] results = result.floats();
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        softmax(values, results, o * size * inner + i, size, inner, logarithm);
      }
    }
    return result;
  }

  private static void softmax(
      float[] values, float[] results, int from, int size, int stride, boolean logarithm) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < size; k++) {
      max = Math.max(max, values[from + k * stride]);
    }
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += Math.exp(values[from + k * stride] - max);
    }
    for (int k = 0; k < size; k++) {
      double shifted = values[from + k * stride] - max;
      results[from + k * stride] =
          (float) (logarithm ? shifted - Math.log(sum) : Math.exp(shifted) / sum);
    }
  }

  /** The first of equal ones. */
  private static HostTensor argMax(NodeCall call) {
    HostTensor input = call.input(0);
    int axis = Axes.of(call.integer("axis", 0), input.rank());
    if (call.integer("select_last_index", 0) != 0) {
      throw new OnnxException("select_last_index: expected 0, got 1");
    }
    int[] shape = input.shape();
    int size = shape[axis];
    if (size == 0) {
      throw new OnnxException("expected at least one number to choose from, got " + input);
    }
    shape[axis] = 1;
    int inner = Axes.product(shape, axis + 1, shape.length);
    HostTensor result = HostTensor.zeros(ElementType.INT64, shape);
    for (int k = 0; k < result.elements(); k++) {
      int from = k / inner * size * inner + k % inner;
      int best = 0;
      for (int c = 1; c < size; c++) {
        best = input.value(from + c * inner) > input.value(from + best * inner) ? c : best;
      }
      result.integers()[k] = best;
    }
    return call.integer("keepdims", 1) != 0 ? result : result.reshaped(Axes.without(shape, axis));
  }
}
