package dev.sluice.device.spi;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Tensor;
import java.util.Locale;

/**
 * Checks of tensors, and that they are there. Each throws an {@link IllegalArgumentException} that
 * names the argument, what was expected and what came.
 */
final class TensorChecks {

  private TensorChecks() {}

  /** A tensor of this shape; a size of -1 allows any. */
  static void shaped(String name, Tensor tensor, DType dtype, int... sizes) {
    Require.present(name, tensor).require(name, dtype, sizes);
  }

  /** A {@code FLOAT32} tensor of any shape. */
  static void floats(String name, Tensor tensor) {
    if (Require.present(name, tensor).dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: expected %s, got %s", name, DType.FLOAT32, tensor.layout()));
    }
  }

  /** A {@code FLOAT32} tensor of any shape with this many elements. */
  static void floats(String name, Tensor tensor, long count) {
    counted(name, tensor, DType.FLOAT32, count);
  }

  /** An {@code INT32} tensor of any shape with this many elements. */
  static void ints(String name, Tensor tensor, long count) {
    counted(name, tensor, DType.INT32, count);
  }

  private static void counted(String name, Tensor tensor, DType dtype, long count) {
    if (Require.present(name, tensor).dtype() != dtype || tensor.shape().elements() != count) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected %s with %d elements, got %s",
              name,
              dtype,
              count,
              tensor.layout()));
    }
  }
}
