package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Operators along one dimension that depend on the order of elements: ArgMax, ArgMin, CumSum and
 * TopK.
 */
public final class OrderOperators {
  private OrderOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of(
        "ArgMax", single(call -> extreme(call, true)),
        "ArgMin", single(call -> extreme(call, false)),
        "CumSum", single(OrderOperators::cumulativeSum),
        "TopK", OrderOperators::topK);
  }

  /** The one-dimensional lines of a tensor along an axis. */
  private record Lines(int axis, int size, int inner, int count) {
    static Lines of(HostTensor tensor, long axis) {
      int along = Axes.of(axis, tensor.rank());
      int size = tensor.size(along);
      int inner = Axes.product(tensor.shape(), along + 1, tensor.rank());
      int outer = Axes.product(tensor.shape(), 0, along);
      return new Lines(along, size, inner, outer * inner);
    }

    /** The index of an element in a tensor with {@code length} elements per line. */
    int at(int line, int index, int length) {
      return line / inner * length * inner + index * inner + line % inner;
    }
  }

  /**
   * The operators ArgMax and ArgMin. Of equal elements, the first one or, if requested, the last
   * one.
   */
  private static HostTensor extreme(NodeCall call, boolean greatest) {
    HostTensor input = call.input(0);
    Lines lines = Lines.of(input, call.integer("axis", 0));
    boolean last = call.integer("select_last_index", 0) != 0;
    if (lines.size() == 0) {
      throw new OnnxException("expected at least one number to choose from, got " + input);
    }
    int[] shape = input.shape();
    shape[lines.axis()] = 1;
    HostTensor result = HostTensor.zeros(ElementType.INT64, shape);
    for (int line = 0; line < lines.count(); line++) {
      int best = 0;
      for (int k = 1; k < lines.size(); k++) {
        int order =
            input.compare(lines.at(line, k, lines.size()), lines.at(line, best, lines.size()));
        boolean better = greatest ? order > 0 : order < 0;
        best = better || last && order == 0 ? k : best;
      }
      result.set(line, (long) best);
    }
    return call.integer("keepdims", 1) != 0
        ? result
        : result.reshaped(Axes.without(shape, lines.axis()));
  }

  private static HostTensor cumulativeSum(NodeCall call) {
    HostTensor input = call.input(0);
    HostTensor axis = call.input(1);
    if (axis.elements() != 1) {
      throw new OnnxException("axis: expected one number, got " + axis);
    }
    Lines lines = Lines.of(input, axis.integers()[0]);
    boolean exclusive = call.integer("exclusive", 0) != 0;
    boolean reverse = call.integer("reverse", 0) != 0;
    HostTensor result = HostTensor.zeros(input.type(), input.shape());
    for (int line = 0; line < lines.count(); line++) {
      double real = 0;
      long integer = 0;
      for (int k = 0; k < lines.size(); k++) {
        int at = lines.at(line, reverse ? lines.size() - 1 - k : k, lines.size());
        if (input.isReal()) {
          double next = real + input.value(at);
          result.set(at, exclusive ? real : next);
          real = next;
        } else {
          long next = integer + input.integers()[at];
          result.set(at, exclusive ? integer : next);
          integer = next;
        }
      }
    }
    return result;
  }

  /** The operator TopK: values and their indices, sorted. Equal values keep their order. */
  private static List<HostTensor> topK(NodeCall call) {
    HostTensor input = call.input(0);
    Lines lines = Lines.of(input, call.integer("axis", -1));
    HostTensor given = call.optional(1);
    long count = given == null ? call.integer("k", -1) : given.integers()[0];
    if (count < 0 || count > lines.size()) {
      throw new OnnxException(
          String.format(Locale.ROOT, "K: expected 0 to %d, got %d", lines.size(), count));
    }
    int chosen = (int) count;
    int[] shape = input.shape();
    shape[lines.axis()] = chosen;
    HostTensor values = HostTensor.zeros(input.type(), shape);
    HostTensor indices = HostTensor.zeros(ElementType.INT64, shape);
    int sign = call.integer("largest", 1) != 0 ? -1 : 1;
    for (int line = 0; line < lines.count(); line++) {
      int each = line;
      Comparator<Integer> order =
          (a, b) ->
              sign
                  * input.compare(lines.at(each, a, lines.size()), lines.at(each, b, lines.size()));
      List<Integer> best =
          IntStream.range(0, lines.size()).boxed().sorted(order).limit(chosen).toList();
      for (int k = 0; k < chosen; k++) {
        int to = lines.at(line, k, chosen);
        values.copyFrom(input, lines.at(line, best.get(k), lines.size()), to, 1);
        indices.set(to, (long) best.get(k));
      }
    }
    return List.of(values, indices);
  }
}
