package dev.sluice.train;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Arrays;

/** The lengths of a batch on its device. */
final class Lengths {
  private Lengths() {}

  /** {@code INT32 [N]}, or null where all rows are T long. */
  static Tensor place(int[] lengths, int timesteps, Scope scope) {
    if (Arrays.stream(lengths).allMatch(length -> length == timesteps)) {
      return null;
    }
    Tensor tensor = scope.ints(lengths.length);
    tensor.write(lengths);
    return tensor;
  }
}
