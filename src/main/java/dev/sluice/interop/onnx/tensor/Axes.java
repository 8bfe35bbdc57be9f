package dev.sluice.interop.onnx.tensor;

import dev.sluice.annotation.CanIgnoreReturnValue;
import java.util.Arrays;
import java.util.Locale;

/** Checks and converts axes, indices and sizes from attributes. */
public final class Axes {
  private Axes() {}

  /** The dimension of an axis. Negative axes count from the end. */
  public static int of(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "axis: expected one from %d to %d, got %d", -rank, rank - 1, axis));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** An index along a dimension of the given size. Negative indices count from the end. */
  public static int within(long index, int size) {
    if (index < -size || index >= size) {
      throw new OnnxException(
          String.format(
              Locale.ROOT, "indices: expected from %d to %d, got %d", -size, size - 1, index));
    }
    return (int) (index < 0 ? index + size : index);
  }

  /** For each dimension, whether it is one of the axes. */
  @CanIgnoreReturnValue
  public static boolean[] chosen(long[] axes, int rank) {
    // The rank may depend on the number of axes, which can be millions.
    requireRank("axes", rank);
    boolean[] chosen = new boolean[rank];
    for (long axis : axes) {
      int d = of(axis, rank);
      if (chosen[d]) {
        throw new OnnxException("axes: expected different axes, got " + Abbreviation.of(axes));
      }
      chosen[d] = true;
    }
    return chosen;
  }

  private static void requireRank(String name, int rank) {
    if (rank > ShapeArithmetic.MAX_RANK) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "%s: expected at most %d dimensions, got %d",
              name,
              ShapeArithmetic.MAX_RANK,
              rank));
    }
  }

  /** Checks that a list with one value per dimension is not too long. */
  public static long[] listed(long[] values) {
    requireRank("shape", values.length);
    return values;
  }

  /** Converts a list of values to a shape. */
  public static int[] sizes(long[] values) {
    requireRank("shape", values.length);
    int[] sizes = new int[values.length];
    for (int d = 0; d < sizes.length; d++) {
      if (values[d] < 0 || values[d] > ShapeArithmetic.MAX_ELEMENTS) {
        throw new OnnxException(
            String.format(
                Locale.ROOT,
                "shape: expected sizes from 0 to %d, got %s",
                ShapeArithmetic.MAX_ELEMENTS,
                Abbreviation.of(values)));
      }
      sizes[d] = (int) values[d];
    }
    return sizes;
  }

  /** The product of the sizes of dimensions {@code from} (inclusive) to {@code to} (exclusive). */
  public static int product(int[] shape, int from, int to) {
    return ShapeArithmetic.elements(Arrays.copyOfRange(shape, from, to));
  }

  /** The shape without one dimension. */
  public static int[] without(int[] shape, int axis) {
    int[] rest = new int[shape.length - 1];
    System.arraycopy(shape, 0, rest, 0, axis);
    System.arraycopy(shape, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }
}
