package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.Arrays;
import java.util.Map;

/** The reduction operators and Softmax. */
public final class ReductionOperators {
  private ReductionOperators() {}

  /** A reduction of many numbers to one. */
  private enum Reduction {
    SUM,
    MEAN,
    MAX,
    MIN,
    PROD,
    L1,
    L2,
    SUM_SQUARE,
    LOG_SUM,
    LOG_SUM_EXP;

    /** The result for no numbers. */
    private double start() {
      return switch (this) {
        case MAX, LOG_SUM_EXP -> Double.NEGATIVE_INFINITY;
        case MIN -> Double.POSITIVE_INFINITY;
        case PROD -> 1;
        default -> 0;
      };
    }

    private double with(double current, double value) {
      return switch (this) {
        case SUM, MEAN, LOG_SUM -> current + value;
        case MAX -> Math.max(current, value);
        case MIN -> Math.min(current, value);
        case PROD -> current * value;
        case L1 -> current + Math.abs(value);
        case L2, SUM_SQUARE -> current + value * value;
        case LOG_SUM_EXP -> logSumExp(current, value);
      };
    }

    /** Whether the result of integers is an integer. */
    private boolean keepsIntegers() {
      return switch (this) {
        case SUM, MAX, MIN, PROD, L1, SUM_SQUARE -> true;
        default -> false;
      };
    }

    private long integerStart() {
      return switch (this) {
        case MAX -> Long.MIN_VALUE;
        case MIN -> Long.MAX_VALUE;
        case PROD -> 1;
        default -> 0;
      };
    }

    private long with(long current, long value) {
      return switch (this) {
        case MAX -> Math.max(current, value);
        case MIN -> Math.min(current, value);
        case PROD -> current * value;
        case L1 -> current + Math.abs(value);
        case SUM_SQUARE -> current + value * value;
        default -> current + value;
      };
    }

    private static double logSumExp(double a, double b) {
      double max = Math.max(a, b);
      double difference = Math.abs(a - b);
      return Double.isInfinite(max) ? max : max + Math.log1p(Math.exp(-difference));
    }

    private double finished(double all, int count) {
      return switch (this) {
        case MEAN -> all / count;
        case L2 -> Math.sqrt(all);
        case LOG_SUM -> Math.log(all);
        default -> all;
      };
    }
  }

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.ofEntries(
        Map.entry("LogSoftmax", single(call -> softmax(call, true))),
        reduction("ReduceL1", Reduction.L1),
        reduction("ReduceL2", Reduction.L2),
        reduction("ReduceLogSum", Reduction.LOG_SUM),
        reduction("ReduceLogSumExp", Reduction.LOG_SUM_EXP),
        reduction("ReduceMax", Reduction.MAX),
        reduction("ReduceMean", Reduction.MEAN),
        reduction("ReduceMin", Reduction.MIN),
        reduction("ReduceProd", Reduction.PROD),
        reduction("ReduceSum", Reduction.SUM),
        reduction("ReduceSumSquare", Reduction.SUM_SQUARE),
        Map.entry("Softmax", single(call -> softmax(call, false))));
  }

  private static Map.Entry<String, Operator> reduction(String name, Reduction reduction) {
    return Map.entry(name, single(call -> reduce(call, reduction)));
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
    boolean[] reduced = Axes.chosen(axes, input.rank());
    boolean keep = call.integer("keepdims", 1) != 0;
    int[] kept = input.shape();
    for (int d = 0; d < kept.length; d++) {
      kept[d] = reduced[d] ? 1 : kept[d];
    }
    if (reduction == Reduction.LOG_SUM_EXP) {
      call.functions(input.elements());
    }
    int[] targets = targets(input.shape(), kept);
    HostTensor result = reduced(input, ShapeArithmetic.elements(kept), targets, kept, reduction);
    return keep ? result : result.reshaped(withoutReduced(kept, reduced));
  }

  private static long[] all(int rank) {
    long[] axes = new long[rank];
    Arrays.setAll(axes, d -> d);
    return axes;
  }

  private static int[] withoutReduced(int[] kept, boolean[] reduced) {
    int[] rest = new int[kept.length];
    int rank = 0;
    for (int d = 0; d < kept.length; d++) {
      if (!reduced[d]) {
        rest[rank++] = kept[d];
      }
    }
    return Arrays.copyOf(rest, rank);
  }

  /** For each element of the input, its index in the reduced shape. */
  private static int[] targets(int[] shape, int[] kept) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = kept[d] == 1 ? 0 : stride;
      stride *= kept[d];
    }
    return ShapeArithmetic.sources(shape, 0, strides);
  }

  private static HostTensor reduced(
      HostTensor input, int count, int[] targets, int[] shape, Reduction reduction) {
    HostTensor result = HostTensor.zeros(input.type(), shape);
    int each = count == 0 ? 0 : targets.length / count;
    double start = reduction.start();
    if (each == 0 && count > 0 && !input.isReal() && Double.isInfinite(start)) {
      throw new OnnxException("expected at least one number to reduce, got " + input);
    }
    if (!input.isReal() && reduction.keepsIntegers()) {
      reduceIntegers(input.integers(), targets, reduction, result);
      return result;
    }
    double[] sums = HostTensor.zeros(ElementType.DOUBLE, count).doubles();
    Arrays.fill(sums, start);
    for (int k = 0; k < targets.length; k++) {
      sums[targets[k]] = reduction.with(sums[targets[k]], input.value(k));
    }
    for (int k = 0; k < count; k++) {
      result.set(k, reduction.finished(sums[k], each));
    }
    return result;
  }

  /** Reduces integers exactly, also beyond the precision of a double. Overflow wraps around. */
  private static void reduceIntegers(
      long[] values, int[] targets, Reduction reduction, HostTensor result) {
    long[] sums = result.integers();
    Arrays.fill(sums, reduction.integerStart());
    for (int k = 0; k < targets.length; k++) {
      sums[targets[k]] = reduction.with(sums[targets[k]], values[k]);
    }
    for (int k = 0; k < sums.length; k++) {
      result.set(k, sums[k]);
    }
  }

  /**
   * The operators Softmax and LogSoftmax. Before opset 13 the dimensions from the axis on are
   * flattened.
   */
  private static HostTensor softmax(NodeCall call, boolean logarithm) {
    HostTensor input = call.input(0);
    boolean flattens = call.opset() < 13;
    int axis = Axes.of(call.integer("axis", flattens ? 1 : -1), input.rank());
    int outer = Axes.product(input.shape(), 0, axis);
    int size = flattens ? Axes.product(input.shape(), axis, input.rank()) : input.size(axis);
    int inner = flattens ? 1 : Axes.product(input.shape(), axis + 1, input.rank());
    float[] values = input.floats();
    call.functions(input.elements());
    HostTensor result = HostTensor.zeros(input.type(), input.shape());
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
}
