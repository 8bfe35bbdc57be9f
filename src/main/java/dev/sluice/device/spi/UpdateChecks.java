package dev.sluice.device.spi;

import dev.sluice.device.DType;
import dev.sluice.device.Tensor;
import dev.sluice.device.UpdateOperations;
import java.util.List;

/**
 * Argument checks of {@link UpdateOperations} for backends. Each check throws an {@link
 * IllegalArgumentException} that names the argument, the expected and the actual value.
 */
public final class UpdateChecks {

  private UpdateChecks() {}

  /** Checks the arguments of {@link UpdateOperations#clipByGlobalNorm}. */
  public static void clipByGlobalNorm(
      List<Tensor> gradients, float maximum, Tensor norm, Tensor scale) {
    if (!(maximum > 0)) {
      throw new IllegalArgumentException("maximum: expected more than 0, got " + maximum);
    }
    norm.require("norm", DType.FLOAT32, 1);
    scale.require("scale", DType.FLOAT32, 1);
    gradients.forEach(gradient -> ArgumentChecks.floats("gradient", gradient));
  }

  /** Checks the arguments of {@link UpdateOperations#refuseUnlessFinite}. */
  public static void refuseUnlessFinite(Tensor value, Tensor scale) {
    ArgumentChecks.floats("value", value);
    scale.require("scale", DType.FLOAT32, 1);
  }

  /** Checks the arguments of {@link UpdateOperations#clipByValue}. */
  public static void clipByValue(Tensor gradient, float limit) {
    if (!(limit >= 0)) {
      throw new IllegalArgumentException("limit: expected at least 0, got " + limit);
    }
    ArgumentChecks.floats("gradient", gradient);
  }

  /** Checks weights, a gradient with as many elements, and a scale or null. */
  public static void update(Tensor weights, Tensor gradient, Tensor scale) {
    ArgumentChecks.floats("weights", weights);
    ArgumentChecks.floats("gradient", gradient, weights.shape().elements());
    if (scale != null) {
      scale.require("scale", DType.FLOAT32, 1);
    }
  }

  /** Checks a state of an optimizer, such as a moment: as many elements as the weights. */
  public static void state(String name, Tensor state, Tensor weights) {
    ArgumentChecks.floats(name, state, weights.shape().elements());
  }

  /** Checks the arguments of {@link UpdateOperations#movingAverage}. */
  public static void average(Tensor weights, Tensor average) {
    ArgumentChecks.floats("weights", weights);
    state("average", average, weights);
  }

  /** Checks the step of {@link UpdateOperations#adam}. */
  public static void step(long step) {
    if (step < 1) {
      throw new IllegalArgumentException("step: expected at least 1, got " + step);
    }
  }
}
