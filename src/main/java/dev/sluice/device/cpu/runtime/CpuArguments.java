package dev.sluice.device.cpu.runtime;

import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of the values of index tensors; their types and shapes are checked already. */
public final class CpuArguments {

  private CpuArguments() {}

  /**
   * Checks that all values of an {@code INT32} tensor are {@code min .. max}.
   *
   * @return the values, for reading only
   */
  public static int[] within(String name, CpuTensor tensor, int min, int max) {
    int[] values = tensor.readInts();
    for (int i = 0; i < tensor.count(); i++) {
      if (values[i] < min || values[i] > max) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: expected %d to %d, got %d at %s",
                name,
                min,
                max,
                values[i],
                position(tensor.shape(), i)));
      }
    }
    return values;
  }

  /**
   * Checks the lengths of the rows of a sequence.
   *
   * @param lengths {@code INT32 [N]} with values from 0 to timesteps, or null
   * @return the values, for reading only; null if lengths is null
   */
  public static int @Nullable [] lengths(@Nullable Tensor lengths, int timesteps) {
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
