package dev.sluice.train;

import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Checks that tensors hold finite numbers only, by one reduction on the device over all of them.
 */
final class FiniteTensors {
  private FiniteTensors() {}

  /**
   * Checks the tensors after a step.
   *
   * @param step the last step taken, from 0
   * @param tensors {@code FLOAT32}, by the name that the message uses
   * @throws NonFiniteException naming the first tensor with a NaN or an infinity
   */
  static void require(long step, Map<String, Tensor> tensors) {
    if (allFinite(List.copyOf(tensors.values()))) {
      return;
    }
    tensors.forEach(
        (name, tensor) -> {
          for (float value : tensor.floats()) {
            if (!Float.isFinite(value)) {
              throw new NonFiniteException(step, "value in " + name, value);
            }
          }
        });
  }

  private static boolean allFinite(List<Tensor> tensors) {
    Device device = tensors.get(0).device();
    try (Scope scope = device.scope()) {
      Tensor scale = scope.floats(1);
      device.updates().clipByGlobalNorm(tensors, Float.POSITIVE_INFINITY, scope.floats(1), scale);
      return !Float.isNaN(scale.floats()[0]);
    }
  }
}
