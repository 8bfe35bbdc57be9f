package dev.sluice.interop.onnx.operator;

import static dev.sluice.interop.onnx.operator.Operator.single;

import dev.sluice.interop.onnx.tensor.Abbreviation;
import dev.sluice.interop.onnx.tensor.Axes;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.interop.onnx.tensor.OnnxException;
import dev.sluice.interop.onnx.tensor.ShapeArithmetic;
import java.util.Locale;
import java.util.Map;

/** Operators that repeat, pad or mask a tensor. */
public final class FillOperators {
  private FillOperators() {}

  /** The operators of this class by their ONNX names. */
  public static Map<String, Operator> all() {
    return Map.of(
        "EyeLike", single(FillOperators::eyeLike),
        "NonZero", single(FillOperators::nonZero),
        "Pad", single(PadOperator::compute),
        "Tile", single(FillOperators::tile),
        "Trilu", single(FillOperators::triangle));
  }

  private static HostTensor tile(NodeCall call) {
    HostTensor input = call.input(0);
    long[] repeats = call.input(1).integers();
    if (repeats.length != input.rank()) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "repeats: expected %d numbers, got %s",
              input.rank(),
              Abbreviation.of(repeats)));
    }
    // Copy as [r0, s0, r1, s1, ...] with strides of 0 along each r, then reshape to [r0 * s0, r1 *
    // s1, ...].
    int[] split = new int[2 * repeats.length];
    int[] strides = new int[split.length];
    int[] shape = new int[repeats.length];
    for (int d = 0; d < shape.length; d++) {
      split[2 * d] = Axes.sizes(new long[] {repeats[d]})[0];
      split[2 * d + 1] = input.size(d);
      strides[2 * d + 1] = input.strides()[d];
      shape[d] = ShapeArithmetic.elements(split[2 * d], split[2 * d + 1]);
    }
    return input.strided(split, 0, strides).reshaped(shape);
  }

  private static HostTensor eyeLike(NodeCall call) {
    HostTensor like = call.input(0);
    if (like.rank() != 2) {
      throw new OnnxException("expected a matrix, got " + like);
    }
    ElementType type =
        call.has("dtype") ? ElementType.of((int) call.integer("dtype", 0)) : like.type();
    HostTensor result = HostTensor.zeros(type, like.shape());
    long shift = call.integer("k", 0);
    for (int row = 0; row < like.size(0); row++) {
      long column = row + shift;
      if (column >= 0 && column < like.size(1)) {
        result.set(row * like.size(1) + (int) column, 1L);
      }
    }
    return result;
  }

  /** The operator NonZero: the indices {@code [rank, count]} of the elements that are not zero. */
  private static HostTensor nonZero(NodeCall call) {
    HostTensor input = call.input(0);
    int count = 0;
    for (int k = 0; k < input.elements(); k++) {
      count += input.value(k) != 0 ? 1 : 0;
    }
    HostTensor result = HostTensor.zeros(ElementType.INT64, input.rank(), count);
    int[] strides = input.strides();
    int to = 0;
    for (int k = 0; k < input.elements(); k++) {
      if (input.value(k) != 0) {
        for (int d = 0; d < strides.length; d++) {
          result.set(d * count + to, (long) (k / strides[d] % input.size(d)));
        }
        to++;
      }
    }
    return result;
  }

  /** The operator Trilu: the part of each matrix above or below a diagonal. */
  private static HostTensor triangle(NodeCall call) {
    HostTensor input = call.input(0);
    HostTensor shift = call.optional(1);
    if (input.rank() < 2 || shift != null && shift.elements() != 1) {
      throw new OnnxException("expected matrices and one number, got " + input + ", " + shift);
    }
    boolean upper = call.integer("upper", 1) != 0;
    long diagonal = shift == null ? 0 : shift.integers()[0];
    int columns = input.size(input.rank() - 1);
    int rows = input.size(input.rank() - 2);
    HostTensor result = HostTensor.zeros(input.type(), input.shape());
    for (int k = 0; k < input.elements(); k++) {
      long beyond = (long) (k % columns) - k / columns % rows;
      if (upper ? beyond >= diagonal : beyond <= diagonal) {
        result.copyFrom(input, k, k, 1);
      }
    }
    return result;
  }
}
