package dev.sluice.interop.onnx.tensor;

import java.util.Locale;

/**
 * Values on the heap with a shape, row-major: what an ONNX model takes, gives, and passes from node
 * to node. Immutable by convention: nobody writes to the arrays after construction.
 */
public final class HostTensor {
  /** The most that a tensor holds. */
  public static final int MAX_ELEMENTS = 1 << 28;

  /**
   * The most that is computed; more is taken for a mistake, as a corrupt file makes it. What lies
   * in a file is bounded by the file.
   */
  private static final int MAX_COMPUTED = 1 << 26;

  /** The most dimensions of a tensor. */
  static final int MAX_RANK = 64;

  private final ElementType type;
  private final int[] shape;
  private final float[] floats;
  private final long[] integers;

  private HostTensor(ElementType type, int[] shape, float[] floats, long[] integers) {
    this.type = type;
    this.shape = shape.clone();
    this.floats = floats;
    this.integers = integers;
    int length = floats == null ? integers.length : floats.length;
    if (elements(shape) != length) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "tensor %s: expected %d values, got %d",
              Abbreviation.of(shape),
              elements(shape),
              length));
    }
  }

  /**
   * A tensor of {@link ElementType#FLOAT}.
   *
   * @param values are kept, not copied
   * @throws OnnxException if the number of values is not that of the shape
   */
  public static HostTensor floats(float[] values, int... shape) {
    return new HostTensor(ElementType.FLOAT, shape, values, null);
  }

  /**
   * A tensor of integers or truth values.
   *
   * @param values are kept, not copied
   * @throws OnnxException if the number of values is not that of the shape, or the type is FLOAT
   */
  public static HostTensor integers(ElementType type, long[] values, int... shape) {
    if (type == ElementType.FLOAT) {
      throw new OnnxException("tensor: expected a type of integers, got " + type);
    }
    return new HostTensor(type, shape, null, values);
  }

  public static HostTensor int64s(long... values) {
    return integers(ElementType.INT64, values, values.length);
  }

  /**
   * Zeros, to be written over before anybody else sees them.
   *
   * @throws OnnxException if there are too many to be computed
   */
  public static HostTensor zeros(ElementType type, int... shape) {
    int length = computedElements(shape);
    return type == ElementType.FLOAT
        ? floats(Workspace.floats(length), shape)
        : integers(type, Workspace.longs(length), shape);
  }

  private static int computedElements(int... shape) {
    int length = elements(shape);
    if (length > MAX_COMPUTED) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "shape: expected at most %d elements, got %s",
              MAX_COMPUTED,
              Abbreviation.of(shape)));
    }
    return length;
  }

  /**
   * The number of elements of a shape.
   *
   * @throws OnnxException if a size is negative or there are too many
   */
  public static int elements(int... shape) {
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
      // Above the limit the sign of further factors no longer matters, only that they are not 0.
      product = Math.min(product, Integer.MAX_VALUE) * size;
    }
    if (product > MAX_ELEMENTS) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "shape: expected at most %d elements, got %s",
              MAX_ELEMENTS,
              Abbreviation.of(shape)));
    }
    return (int) product;
  }

  /** The element type. */
  public ElementType type() {
    return type;
  }

  /** The sizes of the dimensions. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of dimensions. */
  public int rank() {
    return shape.length;
  }

  /** The size of a dimension. */
  public int size(int dimension) {
    return shape[dimension];
  }

  /** The number of elements. */
  public int elements() {
    return elements(shape);
  }

  /**
   * The values, not copied.
   *
   * @throws OnnxException unless they are of {@link ElementType#FLOAT}
   */
  public float[] floats() {
    if (floats == null) {
      throw new OnnxException("expected values of type FLOAT, got " + this);
    }
    return floats;
  }

  /**
   * The values, not copied.
   *
   * @throws OnnxException if they are of {@link ElementType#FLOAT}
   */
  public long[] integers() {
    if (integers == null) {
      throw new OnnxException("expected integers, got " + this);
    }
    return integers;
  }

  /** The array that holds the values. */
  Object array() {
    return floats != null ? floats : integers;
  }

  /** Whether the values are of {@link ElementType#FLOAT}. */
  public boolean isFloat() {
    return floats != null;
  }

  /** The value at an index, widened. */
  public double value(int index) {
    return isFloat() ? floats[index] : integers[index];
  }

  /** The same values in another shape. */
  public HostTensor reshaped(int... newShape) {
    return new HostTensor(type, newShape, floats, integers);
  }

  /** The distances of neighbours in each dimension. */
  public int[] strides() {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape[d];
    }
    return strides;
  }

  /**
   * A copy of the elements at {@code offset + sum(index[d] * strides[d])}; every part of a tensor,
   * permutation of its dimensions and repetition along them is one of these.
   */
  public HostTensor strided(int[] newShape, int offset, int[] strides) {
    HostTensor result = zeros(type, newShape);
    int[] sources = sources(newShape, offset, strides);
    for (int k = 0; k < sources.length; k++) {
      if (isFloat()) {
        result.floats[k] = floats[sources[k]];
      } else {
        result.integers[k] = integers[sources[k]];
      }
    }
    return result;
  }

  /** For each element of a shape, row-major, where its source lies. */
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

  /** Copies a run of values of a tensor of the same type into this one, which is still private. */
  public void copyFrom(HostTensor source, int from, int to, int count) {
    if (isFloat()) {
      System.arraycopy(source.floats(), from, floats, to, count);
    } else {
      System.arraycopy(source.integers(), from, integers, to, count);
    }
  }

  /** For example {@code FLOAT [2, 3]}. */
  @Override
  public String toString() {
    return type + " " + Abbreviation.of(shape);
  }
}
