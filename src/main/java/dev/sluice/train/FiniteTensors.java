package dev.sluice.train;

import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.Map;

/** Tells whether tensors hold finite numbers only: one reduction on the device for all of them. */
final class FiniteTensors {
  private FiniteTensors() {}

  /**
   * Checks what a step left.
   *
   * @param step the last one taken, from 0
   * @param tensors {@code FLOAT32}, by the name that the message shall use
   * @throws NonFiniteException naming the first tensor with NaN or infinity
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
