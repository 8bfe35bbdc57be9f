package dev.sluice.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In-place updates of weights by optimizers. All tensors of an update have the same number of
 * elements, except {@code scale}.
 *
 * <p>{@code scale} is {@code FLOAT32 [1]}, or null for 1. An update multiplies the gradient by the
 * scale while it reads it, so clipping by norm needs no separate pass over the gradients and no
 * transfer to the host. If the scale is NaN, an update changes nothing: a training step with a
 * broken gradient is skipped without a check on the host.
 */
public interface UpdateOperations {

  /**
   * Computes the global norm of several gradients and the factor that clips it.
   *
   * @param gradients tensors of any shapes
   * @param maximum the largest allowed norm, above 0; infinity for no clipping
   * @param norm {@code [1]}, receives the square root of the sum of all squares; NaN or infinite if
   *     any gradient is NaN or infinite
   * @param scale {@code [1]}, receives {@code min(1, maximum / norm)}; NaN if any gradient is NaN
   *     or infinite, so that updates skip this step
   */
  void clipByGlobalNorm(List<Tensor> gradients, float maximum, Tensor norm, Tensor scale);

  /**
   * Sets the scale to NaN unless every element of a value is finite. Updates then skip the step of
   * a broken loss, as they skip the step of a broken gradient.
   *
   * @param value any shape
   * @param scale {@code [1]}
   */
  void refuseUnlessFinite(Tensor value, Tensor scale);

  /** Limits each element to {@code -limit .. limit}; limit is at least 0. NaN stays NaN. */
  void clipByValue(Tensor gradient, float limit);

  /** {@code w -= rate * g}, the rule of the article. */
  void sgd(Tensor weights, Tensor gradient, @Nullable Tensor scale, float rate, float weightDecay);

  /** {@code v = momentum * v + g; w -= rate * (nesterov ? g + momentum * v : v)}. */
  void momentum(
      Tensor weights,
      Tensor gradient,
      @Nullable Tensor scale,
      Tensor velocity,
      float rate,
      float momentum,
      boolean nesterov,
      float weightDecay);

  /** {@code s = decay * s + (1 - decay) g²; w -= rate * g / (sqrt(s) + epsilon)}. */
  void rmsProp(
      Tensor weights,
      Tensor gradient,
      @Nullable Tensor scale,
      Tensor squares,
      float rate,
      float decay,
      float epsilon,
      float weightDecay);

  /**
   * Adam, D. Kingma and J. Ba, <em>Adam</em>, 2015, with bias correction, in the form of PyTorch.
   * {@code weightDecay * w} is added to the gradient. {@code rate * decoupledDecay * w} is
   * subtracted from the weights (AdamW, I. Loshchilov and F. Hutter, 2019).
   *
   * @param step the number of this update, from 1
   */
  void adam(
      Tensor weights,
      Tensor gradient,
      @Nullable Tensor scale,
      Tensor firstMoment,
      Tensor secondMoment,
      long step,
      AdamCoefficients coefficients);

  /**
   * The coefficients of one Adam step.
   *
   * @param rate the learning rate
   * @param beta1 the decay of the first moment
   * @param beta2 the decay of the second moment
   * @param epsilon added to the square root of the second moment
   * @param weightDecay the coupled weight decay, 0 for none
   * @param decoupledDecay the decoupled weight decay of AdamW, 0 for none
   */
  record AdamCoefficients(
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      float decoupledDecay) {

    /** The learning rate of a step (from 1), with the bias correction of the first moment. */
    public float correctedRate(long step) {
      return (float) (rate / (1 - Math.pow(beta1, step)));
    }

    /**
     * The factor of the square root of the second moment at a step (from 1): its bias correction.
     */
    public float rootCorrection(long step) {
      return (float) (1 / Math.sqrt(1 - Math.pow(beta2, step)));
    }

    /** The factor of the weights after decoupled weight decay. */
    public float keptWeights() {
      return 1 - rate * decoupledDecay;
    }
  }

  /** {@code average = decay * average + (1 - decay) * weights}. */
  void movingAverage(Tensor weights, Tensor average, float decay);
}
