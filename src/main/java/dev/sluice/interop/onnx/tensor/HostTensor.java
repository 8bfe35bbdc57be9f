package dev.sluice.interop.onnx.tensor;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Locale;

/**
 * A row-major tensor on the heap: the inputs, outputs and intermediate values of an ONNX model.
 * Immutable by convention: its arrays must not be changed after construction.
 */
public final class HostTensor {
  private static final float[] NO_FLOATS = {};
  private static final double[] NO_DOUBLES = {};
  private static final long[] NO_INTEGERS = {};

  private final ElementType type;
  private final int[] shape;
  private final float[] floats;
  private final double[] doubles;
  private final long[] integers;
  private final int elements;

  /**
   * One array, chosen by the type, holds the values; the others are empty. The shape is kept, not
   * copied.
   */
  private HostTensor(
      ElementType type, int[] shape, float[] floats, double[] doubles, long[] integers) {
    this.type = type;
    this.shape = shape;
    this.floats = floats;
    this.doubles = doubles;
    this.integers = integers;
    this.elements = ShapeArithmetic.elements(shape);
    int length = Array.getLength(array());
    if (elements != length) {
      throw new OnnxException(
          String.format(
              Locale.ROOT,
              "tensor %s: expected %d values, got %d",
              Abbreviation.of(shape),
              elements,
              length));
    }
  }

  /**
   * A tensor of {@link ElementType#FLOAT}.
   *
   * @param values the values; kept, not copied
   * @throws OnnxException if the number of values does not match the shape
   */
  public static HostTensor floats(float[] values, int... shape) {
    return new HostTensor(ElementType.FLOAT, shape.clone(), values, NO_DOUBLES, NO_INTEGERS);
  }

  /**
   * A tensor of real numbers that are stored as float.
   *
   * @param type FLOAT, FLOAT16 or BFLOAT16
   * @param values the values; kept if the type is FLOAT, otherwise copied and rounded
   * @throws OnnxException if the number of values does not match the shape, or the type is not one
   *     of these
   */
  public static HostTensor floats(ElementType type, float[] values, int... shape) {
    if (!type.isHeldAsFloat()) {
      throw new OnnxException("tensor: expected FLOAT, FLOAT16 or BFLOAT16, got " + type);
    }
    float[] kept = type == ElementType.FLOAT ? values : values.clone();
    return new HostTensor(type, shape.clone(), kept, NO_DOUBLES, NO_INTEGERS).rounded();
  }

  /**
   * A tensor of {@link ElementType#DOUBLE}.
   *
   * @param values the values; kept, not copied
   * @throws OnnxException if the number of values does not match the shape
   */
  public static HostTensor doubles(double[] values, int... shape) {
    return new HostTensor(ElementType.DOUBLE, shape.clone(), NO_FLOATS, values, NO_INTEGERS);
  }

  /**
   * A tensor of integers or booleans.
   *
   * @param values the values; kept, not copied
   * @throws OnnxException if the number of values does not match the shape, or the type is real
   */
  public static HostTensor integers(ElementType type, long[] values, int... shape) {
    if (type.isReal()) {
      throw new OnnxException("tensor: expected an integer type, got " + type);
    }
    return new HostTensor(type, shape.clone(), NO_FLOATS, NO_DOUBLES, values);
  }

  /** A vector of INT64. The array is kept, not copied. */
  public static HostTensor int64s(long... values) {
    return integers(ElementType.INT64, values, values.length);
  }

  /**
   * A tensor of zeros. The caller may change it before it passes it on.
   *
   * @param shape the shape; kept, not copied
   * @throws OnnxException if there are too many elements
   */
  public static HostTensor zeros(ElementType type, int... shape) {
    int length = ShapeArithmetic.computedElements(shape);
    if (type == ElementType.DOUBLE) {
      return doubles(Workspace.doubles(length), shape);
    }
    return type.isHeldAsFloat()
        ? new HostTensor(type, shape, Workspace.floats(length), NO_DOUBLES, NO_INTEGERS)
        : integers(type, Workspace.longs(length), shape);
  }

  /** A tensor of zeros for a constant. Its memory is accounted for with the model. */
  static HostTensor constant(ElementType type, int length, int... shape) {
    if (type == ElementType.DOUBLE) {
      return doubles(new double[length], shape);
    }
    return type.isHeldAsFloat()
        ? new HostTensor(type, shape, new float[length], NO_DOUBLES, NO_INTEGERS)
        : integers(type, new long[length], shape);
  }

  /**
   * A tensor filled with one value. The caller may change it before it passes it on.
   *
   * @param value a tensor of one element, which also gives the type
   * @param shape the shape; kept, not copied
   * @throws OnnxException if there are too many elements
   */
  public static HostTensor filled(HostTensor value, int... shape) {
    HostTensor result = zeros(value.type, shape);
    if (value.isFloat()) {
      Arrays.fill(result.floats, value.floats[0]);
    } else if (value.isDouble()) {
      Arrays.fill(result.doubles, value.doubles[0]);
    } else {
      Arrays.fill(result.integers, value.integers[0]);
    }
    return result;
  }

  /** A copy of this tensor. */
  public HostTensor copy() {
    HostTensor result = zeros(type, shape);
    result.copyFrom(this, 0, 0, elements());
    return result;
  }

  /** Rounds the values to a 16-bit type, if the type has 16 bits. */
  public HostTensor rounded() {
    if (type != ElementType.FLOAT) {
      for (int k = 0; k < floats.length; k++) {
        floats[k] = type.rounded(floats[k]);
      }
    }
    return this;
  }

  /**
   * The product of the sizes other than 0: the number of elements, or for an empty tensor the
   * number of steps of a loop over the other dimensions.
   */
  public long extent() {
    return ShapeArithmetic.extent(shape);
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

  /** The product of the sizes of dimensions {@code from} (inclusive) to {@code to} (exclusive). */
  public int product(int from, int to) {
    int product = 1;
    for (int d = from; d < to; d++) {
      product *= shape[d];
    }
    return product;
  }

  /** Whether this shape is the shape of the other tensor, repeated along the first dimensions. */
  public boolean repeats(HostTensor other) {
    boolean repeats = other.rank() <= rank();
    for (int d = 1; repeats && d <= other.rank(); d++) {
      repeats = other.elements == 1 || other.shape[other.rank() - d] == shape[rank() - d];
    }
    return repeats;
  }

  /** The size of a dimension. */
  public int size(int dimension) {
    return shape[dimension];
  }

  /** The number of elements. */
  public int elements() {
    return elements;
  }

  /**
   * The values, not copied.
   *
   * @throws OnnxException if the values are not stored as float
   */
  public float[] floats() {
    if (!isFloat()) {
      String advice = !isDouble() ? "" : "; export the model in float32 (in PyTorch model.float())";
      throw new OnnxException("expected values of type FLOAT, got " + this + advice);
    }
    return floats;
  }

  /**
   * The values, not copied.
   *
   * @throws OnnxException if the type is not {@link ElementType#DOUBLE}
   */
  public double[] doubles() {
    if (!isDouble()) {
      throw new OnnxException("expected values of type DOUBLE, got " + this);
    }
    return doubles;
  }

  /**
   * The values, not copied.
   *
   * @throws OnnxException if the type is real
   */
  public long[] integers() {
    if (isReal()) {
      throw new OnnxException("expected integers, got " + this);
    }
    return integers;
  }

  /** The array that holds the values. */
  Object array() {
    return isFloat() ? floats : isDouble() ? doubles : integers;
  }

  /** Whether another tensor uses the same array. */
  public boolean sharesArray(HostTensor other) {
    return array() == other.array();
  }

  /** Whether {@link #floats} returns the values: the type is FLOAT, FLOAT16 or BFLOAT16. */
  public boolean isFloat() {
    return type.isHeldAsFloat();
  }

  private boolean isDouble() {
    return type == ElementType.DOUBLE;
  }

  /** Whether the values are real numbers, of any precision. */
  public boolean isReal() {
    return type.isReal();
  }

  /** The value at an index, as double. */
  public double value(int index) {
    return isFloat() ? floats[index] : isDouble() ? doubles[index] : integers[index];
  }

  /**
   * Sets a value of a tensor that is still under construction. Rounds it, or truncates it to an
   * integer.
   */
  public void set(int index, double value) {
    if (isFloat()) {
      floats[index] = type.rounded((float) value);
    } else if (isDouble()) {
      doubles[index] = value;
    } else {
      integers[index] = type == ElementType.BOOL ? value != 0 ? 1 : 0 : type.wrapped((long) value);
    }
  }

  /**
   * Sets a value of a tensor that is still under construction. Keeps the lowest bits, or rounds it.
   */
  public void set(int index, long value) {
    if (isReal()) {
      set(index, (double) value);
    } else {
      integers[index] = type.wrapped(value);
    }
  }

  /** Compares two elements of this tensor. NaN is the largest value; both zeros are equal. */
  public int compare(int a, int b) {
    return isReal()
        ? Double.compare(value(a) + 0.0, value(b) + 0.0)
        : Long.compare(integers[a], integers[b]);
  }

  /** The same values in another shape. */
  public HostTensor reshaped(int... newShape) {
    return new HostTensor(type, newShape.clone(), floats, doubles, integers);
  }

  /** The strides of the dimensions, in elements. */
  public int[] strides() {
    return ShapeArithmetic.strides(shape);
  }

  /**
   * A copy of the elements at {@code offset + sum(index[d] * strides[d])}. Slices, permutations of
   * dimensions and repetitions are all such copies.
   */
  public HostTensor strided(int[] newShape, int offset, int[] strides) {
    HostTensor result = zeros(type, newShape);
    int[] sources = ShapeArithmetic.sources(newShape, offset, strides);
    for (int k = 0; k < sources.length; k++) {
      if (isFloat()) {
        result.floats[k] = floats[sources[k]];
      } else if (isDouble()) {
        result.doubles[k] = doubles[sources[k]];
      } else {
        result.integers[k] = integers[sources[k]];
      }
    }
    return result;
  }

  /**
   * Copies consecutive values of a tensor of the same type into this tensor, which is still under
   * construction.
   */
  public void copyFrom(HostTensor source, int from, int to, int count) {
    if (isFloat()) {
      System.arraycopy(source.floats(), from, floats, to, count);
    } else if (isDouble()) {
      System.arraycopy(source.doubles(), from, doubles, to, count);
    } else {
      System.arraycopy(source.integers(), from, integers, to, count);
    }
  }

  /** The type and shape, such as {@code FLOAT [2, 3]}. */
  @Override
  public String toString() {
    return type + " " + Abbreviation.of(shape);
  }
}
