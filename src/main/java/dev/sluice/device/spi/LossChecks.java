package dev.sluice.device.spi;

import dev.sluice.device.DType;
import dev.sluice.device.LossOperations;
import dev.sluice.device.Tensor;

/**
 * Argument checks of {@link LossOperations} for backends. The values of labels and targets are not
 * checked here, because only the device sees them. Each check throws an {@link
 * IllegalArgumentException} that names the argument, the expected and the actual value.
 */
public final class LossChecks {

  private LossChecks() {}

  /** Checks the arguments of {@link LossOperations#softmaxCrossEntropy}. */
  public static void classes(
      Tensor logits, Tensor labels, Tensor classWeights, Tensor dLogits, Tensor totals) {
    ArgumentChecks.floats("logits", logits);
    ArgumentChecks.ints("labels", labels, logits.shape().rows());
    if (classWeights != null) {
      classWeights.require("classWeights", DType.FLOAT32, logits.shape().columns());
    }
    gradient("dLogits", dLogits, logits);
    totals.require("totals", DType.FLOAT32, 2);
  }

  /**
   * Checks the arguments of {@link LossOperations#sigmoidCrossEntropy} and {@link
   * LossOperations#meanSquaredError}.
   *
   * @param name {@code logits} or {@code predictions}
   * @param gradientName {@code dLogits} or {@code dPredictions}
   */
  public static void values(
      String name,
      Tensor predictions,
      Tensor targets,
      Tensor mask,
      String gradientName,
      Tensor gradient,
      Tensor totals) {
    ArgumentChecks.floats(name, predictions);
    targets.require("targets", DType.FLOAT32, predictions.shape().sizes());
    gradient(gradientName, gradient, predictions);
    if (mask != null) {
      ArgumentChecks.ints("mask", mask, predictions.shape().rows());
    }
    totals.require("totals", DType.FLOAT32, 2);
  }

  private static void gradient(String name, Tensor gradient, Tensor of) {
    if (gradient != null) {
      gradient.require(name, DType.FLOAT32, of.shape().sizes());
    }
  }
}
