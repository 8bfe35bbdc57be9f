package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The scatter operators, which overwrite selected elements, and OneHot. */
public final class ScatterOperators {
  private ScatterOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of(
        "OneHot", single(ScatterOperators::oneHot),
        "Scatter", single(ScatterOperators::scatterElements),
        "ScatterElements", single(ScatterOperators::scatterElements),
        "ScatterND", single(ScatterOperators::scatterNd));
  }

  /** The operator OneHot. An index out of range selects no element. */
  private static HostTensor oneHot(NodeCall call) {
    HostTensor indices = call.input(0);
    HostTensor depth = call.input(1);
    HostTensor values = call.input(2);
    if (depth.elements() != 1 || values.elements() != 2) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "expected one depth and two values, got %s and %s", depth, values));
    }
    int size = Axes.sizes(new long[] {(long) depth.value(0)})[0];
    int rank = indices.rank() + 1;
    int axis = Axes.of(call.integer("axis", -1), rank);
    int[] shape = new int[rank];
    for (int d = 0; d < rank; d++) {
      shape[d] = d == axis ? size : indices.size(d < axis ? d : d - 1);
    }
    HostTensor result =
        HostTensor.filled(values.reshaped(2).strided(new int[0], 0, new int[0]), shape);
    int inner = Axes.product(shape, axis + 1, rank);
    for (int k = 0; k < indices.elements(); k++) {
      long index = (long) indices.value(k);
      long counted = index < 0 ? index + size : index;
      if (counted >= 0 && counted < size) {
        int to = (k / inner * size + (int) counted) * inner + k % inner;
        result.copyFrom(values, 1, to, 1);
      }
    }
    return result;
  }

  private static HostTensor scatterElements(NodeCall call) {
    HostTensor data = call.input(0);
    HostTensor indices = call.input(1);
    HostTensor updates = call.input(2);
    int axis = Axes.of(call.integer("axis", 0), data.rank());
    boolean fits =
        Arrays.equals(indices.shape(), updates.shape())
            && indices.rank() == data.rank()
            && updates.type() == data.type();
    for (int d = 0; fits && d < data.rank(); d++) {
      fits = d == axis || indices.size(d) <= data.size(d);
    }
    if (!fits) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "indices and updates: expected tensors that fit %s, got %s and %s",
              data,
              indices,
              updates));
    }
    Reduction reduction = Reduction.of(call);
    HostTensor result = data.copy();
    int[] strides = data.strides();
    int step = strides[axis];
    strides[axis] = 0;
    int[] targets = ShapeArithmetic.sources(indices.shape(), 0, strides);
    for (int k = 0; k < targets.length; k++) {
      int to = targets[k] + Axes.within(indices.integers()[k], data.size(axis)) * step;
      reduction.apply(result, to, updates, k);
    }
    return result;
  }

  private static HostTensor scatterNd(NodeCall call) {
    HostTensor data = call.input(0);
    HostTensor indices = call.input(1);
    HostTensor updates = call.input(2);
    int last = indices.rank() - 1;
    int depth = last < 0 ? 0 : indices.size(last);
    if (last < 0 || depth > data.rank() || updates.type() != data.type()) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "indices and updates: expected tensors for %s, got %s and %s",
              data,
              indices,
              updates));
    }
    int[] shape = Arrays.copyOf(indices.shape(), last + data.rank() - depth);
    System.arraycopy(data.shape(), depth, shape, last, data.rank() - depth);
    if (!Arrays.equals(shape, updates.shape())) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "updates: expected %s, got %s", Abbreviation.of(shape), updates));
    }
    Reduction reduction = Reduction.of(call);
    HostTensor result = data.copy();
    int[] strides = data.strides();
    int run = Axes.product(data.shape(), depth, data.rank());
    int count = Axes.product(indices.shape(), 0, last);
    for (int k = 0; k < count; k++) {
      int to = 0;
      for (int d = 0; d < depth; d++) {
        to += Axes.within(indices.integers()[k * depth + d], data.size(d)) * strides[d];
      }
      for (int r = 0; r < run; r++) {
        reduction.apply(result, to + r, updates, k * run + r);
      }
    }
    return result;
  }

  /** How an element and its update are combined. */
  private enum Reduction {
    NONE,
    ADD,
    MUL,
    MAX,
    MIN;

    static Reduction of(NodeCall call) {
      String name = call.text("reduction", "none");
      for (Reduction each : values()) {
        if (each.name().equalsIgnoreCase(name)) {
          return each;
        }
      }
      throw new OnnxException("reduction: expected none, add, mul, max or min, got " + name);
    }

    void apply(HostTensor result, int to, HostTensor updates, int from) {
      if (this == NONE) {
        result.copyFrom(updates, from, to, 1);
      } else if (result.type() == ElementType.BOOL) {
        throw new OnnxException("reduction: expected numbers, got " + result);
      } else if (result.isReal()) {
        result.set(to, combined(result.value(to), updates.value(from)));
      } else {
        result.set(to, combined(result.integers()[to], updates.integers()[from]));
      }
    }

    private double combined(double a, double b) {
      return switch (this) {
        case NONE -> b;
        case ADD -> a + b;
        case MUL -> a * b;
        case MAX -> Math.max(a, b);
        case MIN -> Math.min(a, b);
      };
    }

    private long combined(long a, long b) {
      return switch (this) {
        case NONE -> b;
        case ADD -> a + b;
        case MUL -> a * b;
        case MAX -> Math.max(a, b);
        case MIN -> Math.min(a, b);
      };
    }
  }
}
