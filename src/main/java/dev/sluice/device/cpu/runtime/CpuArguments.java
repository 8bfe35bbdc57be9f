package dev.sluice.device.cpu.runtime;

import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.device.spi.ArgumentChecks;
import java.util.Arrays;
import java.util.Locale;

/** Arguments as tensors of the CPU, and checks of the values of index tensors. */
public final class CpuArguments {

  private CpuArguments() {}

  /** A {@code FLOAT32} tensor of any shape. */
  public static CpuTensor floats(String name, Tensor tensor) {
    ArgumentChecks.floats(name, tensor);
    return CpuTensor.of(tensor);
  }

  /** A {@code FLOAT32} tensor of any shape with this many elements. */
  public static CpuTensor floats(String name, Tensor tensor, int count) {
    ArgumentChecks.floats(name, tensor, count);
    return CpuTensor.of(tensor);
  }

  /**
   * An {@code INT32} tensor whose values are all {@code least .. most}.
   *
   * @return its values, not to be written
   */
  public static int[] within(String name, CpuTensor tensor, int least, int most) {
    int[] values = tensor.readInts();
    for (int i = 0; i < tensor.count(); i++) {
      if (values[i] < least || values[i] > most) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: expected %d to %d, got %d at %s",
                name,
                least,
                most,
                values[i],
                position(tensor.shape(), i)));
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
  public static int[] lengths(Tensor lengths, int timesteps) {
    return lengths == null ? null : within("lengths", CpuTensor.of(lengths), 0, timesteps);
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
