package dev.sluice.device.cuda;

import dev.sluice.device.*;

/** To be written. */
final class CudaLossOperations implements LossOperations {
  private final CudaDevice device;

  CudaLossOperations(CudaDevice device) {
    this.device = device;
  }

  @Override
  public void softmaxCrossEntropy(
      Tensor logits, Tensor labels, float weight, Tensor dLogits, Tensor totals) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sigmoidCrossEntropy(
      Tensor logits, Tensor targets, Tensor mask, float weight, Tensor dLogits, Tensor totals) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void meanSquaredError(
      Tensor predictions,
      Tensor targets,
      Tensor mask,
      float weight,
      Tensor dPredictions,
      Tensor totals) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void softmax(Tensor logits, Tensor probabilities) {
    throw new UnsupportedOperationException();
  }
}
