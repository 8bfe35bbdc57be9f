package dev.sluice.interop.onnx.tensor;

import java.util.Locale;

/**
 * Arithmetic on the shapes of row-major tensors: numbers of elements, with their limits, and the
 * places of elements.
 */
public final class ShapeArithmetic {
  /** The largest number of elements of a tensor. */
  public static final int MAX_ELEMENTS = 1 << 28;

  /**
   * The largest number of elements of a computed tensor. More elements are treated as an error in a
   * corrupt file. Tensors in a file are limited by the size of the file.
   */
  private static final int MAX_COMPUTED = 1 << 26;

  /** The largest rank of a tensor. */
  static final int MAX_RANK = 64;

  private ShapeArithmetic() {}

  /**
   * The number of elements of a shape.
   *
   * @throws OnnxException if a size is negative, or the product of the sizes other than 0 is too
   *     large
   */
  public static int elements(int... shape) {
    int extent = (int) extent(shape);
    for (int size : shape) {
      if (size == 0) {
        return 0;
      }
    }
    return extent;
  }

  /** The product of the sizes other than 0. It limits the steps of loops over some dimensions. */
  static long extent(int... shape) {
    if (shape.length > MAX_RANK) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "shape: expected at most %d dimensions, got %d",
              MAX_RANK,
              shape.length));
    }
    long product = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new OnnxException(
            "shape: expected sizes of at least 0, got " + Abbreviation.of(shape));
      }
      product = Math.min(product, Integer.MAX_VALUE) * Math.max(1, size);
    }
    if (product > MAX_ELEMENTS) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "shape: expected at most %d elements, got %s",
              MAX_ELEMENTS,
              Abbreviation.of(shape)));
    }
    return product;
  }

  /**
   * The number of elements of a computed tensor.
   *
   * @throws OnnxException if a size is negative or there are too many elements
   */
  static int computedElements(int... shape) {
    int length = elements(shape);
    long extent = extent(shape);
    if (length == 0) {
      // An empty tensor takes no memory, so its memory does not limit the loops over it.
      Workspace.walk(extent);
    }
    if (extent > MAX_COMPUTED) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "shape: expected at most %d elements, got %s",
              MAX_COMPUTED,
              Abbreviation.of(shape)));
    }
    return length;
  }

  /** The strides of the dimensions of a shape, in elements. */
  static int[] strides(int... shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape[d];
    }
    return strides;
  }

  /** For each element of a shape, row-major, the index of its source. */
  public static int[] sources(int[] shape, int offset, int[] strides) {
    int[] sources = Workspace.ints(elements(shape));
    int[] index = new int[shape.length];
    int source = offset;
    for (int k = 0; k < sources.length; k++) {
      sources[k] = source;
      for (int d = shape.length - 1; d >= 0; d--) {
        source += strides[d];
        if (++index[d] < shape[d]) {
          break;
        }
        source -= strides[d] * shape[d];
        index[d] = 0;
      }
    }
    return sources;
  }
}
