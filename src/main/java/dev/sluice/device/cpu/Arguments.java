package dev.sluice.device.cpu;

import dev.sluice.device.DType;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import java.util.Arrays;

/**
 * Checks of arguments where any rank will do, and of the values of index tensors; all other checks
 * are {@link Tensor#require}.
 */
final class Arguments {

  private Arguments() {}

  /** A {@code FLOAT32} tensor of any shape. */
  static CpuTensor floats(String name, Tensor tensor) {
    if (tensor.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "%s: expected %s, got %s".formatted(name, DType.FLOAT32, tensor));
    }
    return CpuTensor.of(tensor);
  }

  /** A {@code FLOAT32} tensor of any shape with this many elements. */
  static CpuTensor floats(String name, Tensor tensor, int count) {
    return counted(name, tensor, DType.FLOAT32, count);
  }

  /** An {@code INT32} tensor of any shape with this many elements. */
  static CpuTensor ints(String name, Tensor tensor, int count) {
    return counted(name, tensor, DType.INT32, count);
  }

  private static CpuTensor counted(String name, Tensor tensor, DType dtype, int count) {
    if (tensor.dtype() != dtype || tensor.shape().elements() != count) {
      throw new IllegalArgumentException(
          "%s: expected %s with %d elements, got %s".formatted(name, dtype, count, tensor));
    }
    return CpuTensor.of(tensor);
  }

  /**
   * An {@code INT32} tensor whose values are all {@code least .. most}.
   *
   * @return its values, not to be written
   */
  static int[] within(String name, CpuTensor tensor, int least, int most) {
    int[] values = tensor.readInts();
    for (int i = 0; i < tensor.count(); i++) {
      if (values[i] < least || values[i] > most) {
        throw new IllegalArgumentException(
            "%s: expected %d to %d, got %d at %s"
                .formatted(name, least, most, values[i], position(tensor.shape(), i)));
      }
    }
    return values;
  }

  /**
   * Lengths of the rows of a sequence.
   *
   * @param lengths {@code INT32 [batch]} with values 0 to timesteps, or null
   * @return the values, not to be written; null for null
   */
  static int[] lengths(Tensor lengths, int timesteps, int batch) {
    if (lengths == null) {
      return null;
    }
    lengths.require("lengths", DType.INT32, batch);
    return within("lengths", CpuTensor.of(lengths), 0, timesteps);
  }

  /** An integer argument of {@code least .. most}. */
  static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: expected %d to %d, got %d".formatted(name, least, most, value));
    }
  }

  private static String position(Shape shape, int index) {
    int[] position = shape.sizes();
    int rest = index;
    for (int dimension = position.length - 1; dimension >= 0; dimension--) {
      int size = shape.size(dimension);
      position[dimension] = rest % size;
      rest /= size;
    }
    return Arrays.toString(position);
  }
}
