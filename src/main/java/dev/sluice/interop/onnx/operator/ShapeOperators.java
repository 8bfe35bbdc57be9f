package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.Broadcast;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import dev.sluice.interop.onnx.tensor.TensorCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operators that create constants or change shapes without changing values. */
public final class ShapeOperators {
  private ShapeOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.ofEntries(
        Map.entry("Constant", single(ShapeOperators::constant)),
        Map.entry("ConstantOfShape", single(ShapeOperators::constantOfShape)),
        Map.entry("Dropout", ShapeOperators::dropout),
        Map.entry("Expand", single(ShapeOperators::expand)),
        Map.entry("Flatten", single(ShapeOperators::flatten)),
        Map.entry("Identity", single(call -> call.input(0))),
        Map.entry("Range", single(ShapeOperators::range)),
        Map.entry("Reshape", single(ShapeOperators::reshape)),
        Map.entry("Shape", single(ShapeOperators::shape)),
        Map.entry("Size", single(ShapeOperators::size)),
        Map.entry("Squeeze", single(ShapeOperators::squeeze)),
        Map.entry("Transpose", single(ShapeOperators::transpose)),
        Map.entry("Unsqueeze", single(ShapeOperators::unsqueeze)));
  }

  private static HostTensor constant(NodeCall call) {
    TensorProto value = call.tensor("value");
    if (value != null) {
      return TensorCodec.decode(value);
    }
    if (call.has("value_float")) {
      return HostTensor.floats(new float[] {call.real("value_float", 0)});
    }
    if (call.has("value_floats")) {
      float[] values = call.reals("value_floats");
      return HostTensor.floats(values, values.length);
    }
    if (call.has("value_int")) {
      return HostTensor.integers(ElementType.INT64, new long[] {call.integer("value_int", 0)});
    }
    long[] integers = call.integers("value_ints");
    if (integers != null) {
      return HostTensor.int64s(integers);
    }
    throw new OnnxException("expected a value of numbers, got none");
  }

  private static HostTensor constantOfShape(NodeCall call) {
    TensorProto proto = call.tensor("value");
    HostTensor value =
        proto == null ? HostTensor.zeros(ElementType.FLOAT, 1) : TensorCodec.decode(proto);
    if (value.elements() != 1) {
      throw new OnnxException("value: expected one number, got " + value);
    }
    int[] shape = Axes.sizes(call.input(0).integers());
    return value.reshaped().strided(shape, 0, new int[shape.length]);
  }

  /** The operator Dropout. In inference it returns its input. */
  private static List<HostTensor> dropout(NodeCall call) {
    HostTensor training = call.optional(2);
    if (training != null && training.elements() == 1 && training.value(0) != 0) {
      throw new OnnxException("expected inference, got training_mode");
    }
    if (call.outputs() > 1) {
      throw new OnnxException("expected one output, got also an output for the mask");
    }
    return List.of(call.input(0));
  }

  private static HostTensor expand(NodeCall call) {
    HostTensor input = call.input(0);
    int[] wanted = Axes.sizes(call.input(1).integers());
    return Broadcast.expand(input, Broadcast.shape(input.shape(), wanted));
  }

  private static HostTensor flatten(NodeCall call) {
    HostTensor input = call.input(0);
    long axis = call.integer("axis", 1);
    int rank = input.rank();
    int split = axis == rank ? rank : Axes.of(axis, rank);
    return input.reshaped(
        Axes.product(input.shape(), 0, split), Axes.product(input.shape(), split, rank));
  }

  private static HostTensor range(NodeCall call) {
    HostTensor start = call.input(0);
    double from = scalar(start);
    double to = scalar(call.input(1));
    double delta = scalar(call.input(2));
    double count = delta == 0 ? Double.NaN : Math.ceil((to - from) / delta);
    if (Double.isNaN(count) || count > ShapeArithmetic.MAX_ELEMENTS) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "expected at most %d steps, got %s to %s by %s",
              ShapeArithmetic.MAX_ELEMENTS,
              from,
              to,
              delta));
    }
    HostTensor range = HostTensor.zeros(start.type(), (int) Math.max(0, count));
    for (int k = 0; k < range.elements(); k++) {
      range.set(k, from + k * delta);
    }
    return range;
  }

  private static double scalar(HostTensor tensor) {
    if (tensor.elements() != 1) {
      throw new OnnxException("expected one number, got " + tensor);
    }
    return tensor.value(0);
  }

  private static HostTensor reshape(NodeCall call) {
    HostTensor input = call.input(0);
    long[] wanted = Axes.listed(call.input(1).integers()).clone();
    boolean zeroCopies = call.integer("allowzero", 0) == 0;
    int inferred = -1;
    long known = 1;
    for (int d = 0; d < wanted.length; d++) {
      if (wanted[d] == 0 && zeroCopies) {
        wanted[d] = input.size(Axes.of(d, input.rank()));
      }
      if (wanted[d] == -1 && inferred < 0) {
        inferred = d;
      } else {
        known = Math.multiplyExact(known, wanted[d]);
      }
    }
    if (inferred >= 0) {
      if (known <= 0 || input.elements() % known != 0) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "shape: expected a shape for %s, got %s",
                input,
                Abbreviation.of(call.input(1).integers())));
      }
      wanted[inferred] = input.elements() / known;
    }
    return input.reshaped(Axes.sizes(wanted));
  }

  private static HostTensor shape(NodeCall call) {
    int[] shape = call.input(0).shape();
    int from = clamped(call.integer("start", 0), shape.length);
    int to = clamped(call.integer("end", shape.length), shape.length);
    return HostTensor.int64s(
        Arrays.stream(shape, from, Math.max(from, to)).asLongStream().toArray());
  }

  private static int clamped(long position, int rank) {
    return (int) Math.max(0, Math.min(rank, position < 0 ? position + rank : position));
  }

  private static HostTensor size(NodeCall call) {
    return HostTensor.integers(ElementType.INT64, new long[] {call.input(0).elements()});
  }

  private static HostTensor squeeze(NodeCall call) {
    HostTensor input = call.input(0);
    long[] axes = call.integers("axes", 1);
    boolean[] removed = axes == null ? null : Axes.chosen(axes, input.rank());
    int[] kept = new int[input.rank()];
    int rank = 0;
    for (int d = 0; d < kept.length; d++) {
      boolean remove = removed == null ? input.size(d) == 1 : removed[d];
      if (remove && input.size(d) != 1) {
        throw new OnnxException(
            String.format(
                Locale.ROOT, "axes: expected dimensions of size 1, got %d of %s", d, input));
      }
      if (!remove) {
        kept[rank++] = input.size(d);
      }
    }
    return input.reshaped(Arrays.copyOf(kept, rank));
  }

  private static HostTensor unsqueeze(NodeCall call) {
    HostTensor input = call.input(0);
    long[] axes = call.integers("axes", 1);
    if (axes == null) {
      throw new OnnxException("axes: expected a list, got none");
    }
    int rank = input.rank() + axes.length;
    boolean[] added = Axes.chosen(axes, rank);
    int[] shape = new int[rank];
    int next = 0;
    for (int d = 0; d < rank; d++) {
      shape[d] = added[d] ? 1 : input.size(next++);
    }
    return input.reshaped(shape);
  }

  private static HostTensor transpose(NodeCall call) {
    HostTensor input = call.input(0);
    int rank = input.rank();
    long[] order = call.integers("perm");
    if (order != null && (order.length != rank || !all(Axes.chosen(order, rank)))) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "perm: expected each dimension of %s, got %s",
              input,
              Abbreviation.of(order)));
    }
    return transposed(input, order);
  }

  private static boolean all(boolean[] values) {
    for (boolean value : values) {
      if (!value) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param order the source of each dimension; null to reverse the dimensions
   */
  public static HostTensor transposed(HostTensor input, long @Nullable ... order) {
    int rank = input.rank();
    int[] from = input.strides();
    int[] shape = new int[rank];
    int[] strides = new int[rank];
    for (int d = 0; d < rank; d++) {
      int source = order == null ? rank - 1 - d : Axes.of(order[d], rank);
      shape[d] = input.size(source);
      strides[d] = from[source];
    }
    return input.strided(shape, 0, strides);
  }
}
