package dev.sluice.device.cuda.operation;

import dev.sluice.device.Tensor;
import dev.sluice.device.UpdateOperations;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.Launch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link UpdateOperations} on a GPU: one kernel of optimizer.cu for each, which reads and writes
 * every array once.
 */
public final class CudaUpdateOperations implements UpdateOperations {
  private static final String MODULE = "optimizer";

  private final CudaBackend device;
  private final GradientNorm gradientNorm;

  public CudaUpdateOperations(CudaBackend device) {
    this.device = device;
    gradientNorm = new GradientNorm(device);
  }

  @Override
  public void clipByGlobalNorm(List<Tensor> gradients, float maximum, Tensor norm, Tensor scale) {
    try (DeviceLock held = device.lock()) {
      gradientNorm.clip(gradients, maximum, norm, scale);
    }
  }

  @Override
  public void refuseUnlessFinite(Tensor value, Tensor scale) {
    long count = value.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("refuse_unless_finite").read(value).int64(count).write(scale).over(count);
    }
  }

  @Override
  public void clipByValue(Tensor gradient, float limit) {
    long count = gradient.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("clip_by_value")
          .write(gradient)
          .int64(count)
          .float32(limit)
          .over(CudaElementwise.quads(count));
    }
  }

  @Override
  public void sgd(
      Tensor weights, Tensor gradient, @Nullable Tensor scale, float rate, float weightDecay) {
    long count = weights.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("sgd")
          .write(weights)
          .read(gradient)
          .read(scale)
          .int64(count)
          .float32(rate)
          .float32(weightDecay)
          .over(CudaElementwise.quads(count));
    }
  }

  @Override
  public void momentum(
      Tensor weights,
      Tensor gradient,
      @Nullable Tensor scale,
      Tensor velocity,
      float rate,
      float momentum,
      boolean nesterov,
      float weightDecay) {
    long count = weights.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("momentum")
          .write(weights)
          .read(gradient)
          .read(scale)
          .write(velocity)
          .int64(count)
          .float32(rate)
          .float32(momentum)
          .float32(nesterov ? 1 : 0)
          .float32(nesterov ? momentum : 1)
          .float32(weightDecay)
          .over(CudaElementwise.quads(count));
    }
  }

  @Override
  public void rmsProp(
      Tensor weights,
      Tensor gradient,
      @Nullable Tensor scale,
      Tensor squares,
      float rate,
      float decay,
      float epsilon,
      float weightDecay) {
    long count = weights.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("rms_prop")
          .write(weights)
          .read(gradient)
          .read(scale)
          .write(squares)
          .int64(count)
          .float32(rate)
          .float32(decay)
          .float32(epsilon)
          .float32(weightDecay)
          .over(CudaElementwise.quads(count));
    }
  }

  @Override
  public void adam(
      Tensor weights,
      Tensor gradient,
      @Nullable Tensor scale,
      Tensor firstMoment,
      Tensor secondMoment,
      long step,
      AdamCoefficients coefficients) {
    long count = weights.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("adam")
          .write(weights)
          .read(gradient)
          .read(scale)
          .write(firstMoment)
          .write(secondMoment)
          .int64(count)
          .float32(coefficients.correctedRate(step))
          .float32(coefficients.beta1())
          .float32(coefficients.beta2())
          .float32(coefficients.rootCorrection(step))
          .float32(coefficients.epsilon())
          .float32(coefficients.weightDecay())
          .float32(coefficients.keptWeights())
          .over(CudaElementwise.quads(count));
    }
  }

  @Override
  public void movingAverage(Tensor weights, Tensor average, float decay) {
    long count = weights.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("moving_average")
          .read(weights)
          .write(average)
          .int64(count)
          .float32(decay)
          .over(CudaElementwise.quads(count));
    }
  }

  private Launch kernel(String name) {
    return device.kernel(MODULE, name);
  }
}
