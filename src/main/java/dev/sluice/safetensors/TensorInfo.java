package dev.sluice.safetensors;

import java.util.List;
import java.util.Locale;

/**
 * What the header says of one tensor.
 *
 * @param name the tensor's name
 * @param dtype the type of its elements
 * @param shape its dimensions, outermost first, each at least 0; empty for a scalar; immutable
 * @param begin the first byte of its data, counted from the start of the file's data buffer
 * @param end the byte after its last
 */
public record TensorInfo(String name, DataType dtype, List<Long> shape, long begin, long end) {

  /**
   * Checks that offsets, shape and type agree.
   *
   * @throws IllegalArgumentException if a dimension or an offset is negative, the offsets are out
   *     of order, or the bytes between them are not what shape and type take
   */
  public TensorInfo {
    shape = List.copyOf(shape);
    if (begin < 0 || begin > end) {
      throw new IllegalArgumentException(
          "expected data_offsets with 0 <= begin <= end, found [" + begin + ", " + end + "]");
    }
    long expected = byteSize(dtype, shape);
    if (end - begin != expected) {
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
    return (end - begin) / dtype.byteSize();
  }

  /**
   * Returns the bytes that a tensor takes.
   *
   * @throws IllegalArgumentException if a dimension is negative or the size overflows a long
   */
  static long byteSize(DataType dtype, List<Long> shape) {
    try {
      long count = 1;
      for (long dimension : shape) {
        if (dimension < 0) {
          throw new IllegalArgumentException(
              "expected dimensions of at least 0, found shape " + shape);
        }
        count = Math.multiplyExact(count, dimension);
      }
      return Math.multiplyExact(count, (long) dtype.byteSize());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "expected a size below 2^63 bytes, found shape " + shape + " of " + dtype, e);
    }
  }
}
