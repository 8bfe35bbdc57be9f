package dev.sluice.safetensors;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Locale;

/**
 * The header entry of one tensor.
 *
 * @param name name of the tensor
 * @param dtype type of the elements
 * @param dtypeName name of the type in the header, also if the type is unknown
 * @param shape dimensions, outermost first, each at least 0; empty for a scalar; immutable
 * @param begin first byte of the data, from the start of the file's data buffer
 * @param end byte after the last byte of the data
 */
public record TensorInfo(
    String name, DataType dtype, String dtypeName, List<Long> shape, long begin, long end) {
  /** The limit of NumPy and PyTorch. */
  private static final int MAX_RANK = 64;

  /** A tensor of a known type. */
  public TensorInfo(String name, DataType dtype, List<Long> shape, long begin, long end) {
    this(name, dtype, Require.present("dtype", dtype).name(), shape, begin, end);
  }

  /**
   * Checks that offsets, shape and type fit together.
   *
   * @throws IllegalArgumentException if a dimension or an offset is negative, there are more than
   *     64 dimensions, the offsets are out of order, or the number of bytes between them does not
   *     fit shape and type
   */
  public TensorInfo {
    Require.present("shape", shape);
    if (shape.size() > MAX_RANK) {
      throw new IllegalArgumentException(
          "expected a shape of at most " + MAX_RANK + " dimensions, found " + shape.size());
    }
    shape = Require.copyOf("shape", shape);
    if (begin < 0 || begin > end) {
      throw new IllegalArgumentException(
          "expected data_offsets with 0 <= begin <= end, found [" + begin + ", " + end + "]");
    }
    long expected = byteSize(dtype, shape);
    if (dtype != DataType.UNKNOWN && end - begin != expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected %d bytes for shape %s of %s, found data_offsets [%d, %d] of %d bytes",
              expected,
              shape,
              dtype,
              begin,
              end,
              end - begin));
    }
  }

  /** Returns the number of elements: the product of the shape, 1 for a scalar. */
  public long elementCount() {
    return elementCount(shape);
  }

  private static long elementCount(List<Long> shape) {
    long count = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "expected dimensions of at least 0, found shape " + shape);
      }
      count = Math.multiplyExact(count, dimension);
    }
    return count;
  }

  /**
   * Returns the size of a tensor in bytes.
   *
   * @throws IllegalArgumentException if a dimension is negative, the size overflows a long, or the
   *     elements do not fill whole bytes
   */
  static long byteSize(DataType dtype, List<Long> shape) {
    try {
      long count = elementCount(shape);
      if (dtype.bits() % Byte.SIZE == 0) {
        return Math.multiplyExact(count, (long) dtype.byteSize());
      }
      long bits = Math.multiplyExact(count, (long) dtype.bits());
      if (bits % Byte.SIZE != 0) {
        throw new IllegalArgumentException(
            "expected elements that fill whole bytes, found shape " + shape + " of " + dtype);
      }
      return bits / Byte.SIZE;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "expected a size below 2^63 bytes, found shape " + shape + " of " + dtype, e);
    }
  }
}
