package dev.sluice.device.spi;

import dev.sluice.device.DType;
import dev.sluice.device.LossOperations;
import dev.sluice.device.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Losses whose arguments are checked before a backend computes them, except the values of labels
 * and targets, which only the backend sees.
 */
public final class CheckedLossOperations implements LossOperations {
  private final LossOperations backend;

  public CheckedLossOperations(LossOperations backend) {
    this.backend = backend;
  }

  @Override
  public void softmaxCrossEntropy(
      Tensor logits,
      Tensor labels,
      @Nullable Tensor classWeights,
      float weight,
      @Nullable Tensor dLogits,
      Tensor totals) {
    TensorChecks.floats("logits", logits);
    TensorChecks.ints("labels", labels, logits.shape().rows());
    if (classWeights != null) {
      classWeights.require("classWeights", DType.FLOAT32, logits.shape().columns());
    }
    gradient("dLogits", dLogits, logits);
    TensorChecks.shaped("totals", totals, DType.FLOAT32, 2);
    backend.softmaxCrossEntropy(logits, labels, classWeights, weight, dLogits, totals);
  }

  @Override
  public void sigmoidCrossEntropy(
      Tensor logits,
      Tensor targets,
      @Nullable Tensor mask,
      float weight,
      @Nullable Tensor dLogits,
      Tensor totals) {
    values("logits", logits, targets, mask, "dLogits", dLogits, totals);
    backend.sigmoidCrossEntropy(logits, targets, mask, weight, dLogits, totals);
  }

  @Override
  public void meanSquaredError(
      Tensor predictions,
      Tensor targets,
      @Nullable Tensor mask,
      float weight,
      Tensor dPredictions,
      Tensor totals) {
    values("predictions", predictions, targets, mask, "dPredictions", dPredictions, totals);
    backend.meanSquaredError(predictions, targets, mask, weight, dPredictions, totals);
  }

  @Override
  public void softmax(Tensor logits, Tensor probabilities) {
    TensorChecks.floats("logits", logits);
    TensorChecks.floats("probabilities", probabilities, logits.shape().elements());
    backend.softmax(logits, probabilities);
  }

  private static void values(
      String name,
      Tensor predictions,
      Tensor targets,
      @Nullable Tensor mask,
      String gradientName,
      @Nullable Tensor gradient,
      Tensor totals) {
    TensorChecks.floats(name, predictions);
    TensorChecks.shaped("targets", targets, DType.FLOAT32, predictions.shape().sizes());
    gradient(gradientName, gradient, predictions);
    if (mask != null) {
      TensorChecks.ints("mask", mask, predictions.shape().rows());
    }
    TensorChecks.shaped("totals", totals, DType.FLOAT32, 2);
  }

  private static void gradient(String name, @Nullable Tensor gradient, Tensor of) {
    if (gradient != null) {
      gradient.require(name, DType.FLOAT32, of.shape().sizes());
    }
  }
}
