package dev.sluice.device.spi;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Tensor;
import dev.sluice.device.UpdateOperations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Updates whose arguments are checked before a backend computes them. */
public final class CheckedUpdateOperations implements UpdateOperations {
  private final UpdateOperations backend;

  public CheckedUpdateOperations(UpdateOperations backend) {
    this.backend = backend;
  }

  @Override
  public void clipByGlobalNorm(List<Tensor> gradients, float maximum, Tensor norm, Tensor scale) {
    if (!(maximum > 0)) {
      throw new IllegalArgumentException("maximum: expected more than 0, got " + maximum);
    }
    TensorChecks.shaped("norm", norm, DType.FLOAT32, 1);
    TensorChecks.shaped("scale", scale, DType.FLOAT32, 1);
    for (Tensor gradient : Require.present("gradients", gradients)) {
      TensorChecks.floats("gradient", gradient);
    }
    backend.clipByGlobalNorm(gradients, maximum, norm, scale);
  }

  @Override
  public void refuseUnlessFinite(Tensor value, Tensor scale) {
    TensorChecks.floats("value", value);
    TensorChecks.shaped("scale", scale, DType.FLOAT32, 1);
    backend.refuseUnlessFinite(value, scale);
  }

  @Override
  public void clipByValue(Tensor gradient, float limit) {
    if (!(limit >= 0)) {
      throw new IllegalArgumentException("limit: expected at least 0, got " + limit);
    }
    TensorChecks.floats("gradient", gradient);
    backend.clipByValue(gradient, limit);
  }

  @Override
  public void sgd(
      Tensor weights, Tensor gradient, @Nullable Tensor scale, float rate, float weightDecay) {
    update(weights, gradient, scale);
    backend.sgd(weights, gradient, scale, rate, weightDecay);
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
    update(weights, gradient, scale);
    state("velocity", velocity, weights);
    backend.momentum(weights, gradient, scale, velocity, rate, momentum, nesterov, weightDecay);
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
    update(weights, gradient, scale);
    state("squares", squares, weights);
    backend.rmsProp(weights, gradient, scale, squares, rate, decay, epsilon, weightDecay);
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
    update(weights, gradient, scale);
    state("firstMoment", firstMoment, weights);
    state("secondMoment", secondMoment, weights);
    Require.atLeast("step", 1, step);
    Require.present("coefficients", coefficients);
    backend.adam(weights, gradient, scale, firstMoment, secondMoment, step, coefficients);
  }

  @Override
  public void movingAverage(Tensor weights, Tensor average, float decay) {
    TensorChecks.floats("weights", weights);
    state("average", average, weights);
    backend.movingAverage(weights, average, decay);
  }

  /** Weights with a gradient of as many elements; a scale or null. */
  private static void update(Tensor weights, Tensor gradient, @Nullable Tensor scale) {
    TensorChecks.floats("weights", weights);
    TensorChecks.floats("gradient", gradient, weights.shape().elements());
    if (scale != null) {
      scale.require("scale", DType.FLOAT32, 1);
    }
  }

  /** Something that an optimizer keeps of each weight. */
  private static void state(String name, Tensor state, Tensor weights) {
    TensorChecks.floats(name, state, weights.shape().elements());
  }
}
