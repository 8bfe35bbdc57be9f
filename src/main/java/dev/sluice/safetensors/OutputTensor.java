package dev.sluice.safetensors;

import dev.sluice.argument.Require;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/**
 * A tensor to be written.
 *
 * @param shape dimensions; their product is {@code length}
 * @param length number of elements
 * @param encoder writes the elements to a buffer
 */
record OutputTensor(
    String name, DataType dtype, List<Long> shape, int length, BlockEncoder encoder) {

  /** Appends the elements {@code from} to {@code to - 1} to a little-endian buffer. */
  @FunctionalInterface
  interface BlockEncoder {
    void encode(int from, int to, ByteBuffer out);
  }

  OutputTensor {
    shape = Require.copyOf("shape", shape);
    String tensor = "tensor " + TensorNames.quoted(name) + ": ";
    long bytes;
    try {
      bytes = TensorInfo.byteSize(dtype, shape);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(tensor + e.getMessage(), e);
    }
    if (bytes != byteSize(dtype, length)) {
      throw new IllegalArgumentException(
          tensor
              + String.format(
                  Locale.ROOT,
                  "expected %d elements for shape %s, found %d",
                  bytes / dtype.byteSize(),
                  shape,
                  length));
    }
  }

  /** Returns the size of the tensor in the file, in bytes. */
  long byteSize() {
    return byteSize(dtype, length);
  }

  private static long byteSize(DataType dtype, int length) {
    return (long) length * dtype.byteSize();
  }
}
