package dev.sluice.device.cuda;

import dev.sluice.device.*;
import java.util.List;

/** To be written. */
final class CudaUpdateOperations implements UpdateOperations {
  private final CudaDevice device;

  CudaUpdateOperations(CudaDevice device) {
    this.device = device;
  }

  @Override
  public void clipByGlobalNorm(List<Tensor> gradients, float maximum, Tensor norm, Tensor scale) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clipByValue(Tensor gradient, float limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sgd(Tensor weights, Tensor gradient, Tensor scale, float rate, float weightDecay) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void momentum(
      Tensor weights,
      Tensor gradient,
      Tensor scale,
      Tensor velocity,
      float rate,
      float momentum,
      boolean nesterov,
      float weightDecay) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rmsProp(
      Tensor weights,
      Tensor gradient,
      Tensor scale,
      Tensor squares,
      float rate,
      float decay,
      float epsilon,
      float weightDecay) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void adam(
      Tensor weights,
      Tensor gradient,
      Tensor scale,
      Tensor firstMoment,
      Tensor secondMoment,
      long step,
      AdamCoefficients coefficients) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void movingAverage(Tensor weights, Tensor average, float decay) {
    throw new UnsupportedOperationException();
  }
}
