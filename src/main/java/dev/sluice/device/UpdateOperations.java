package dev.sluice.device;

import java.util.List;

/**
 * What optimizers do to weights, in place. All tensors of a call have the same number of elements.
 * {@code scale} is {@code FLOAT32 [1]}: gradients are multiplied by it while they are read, so that
 * clipping by norm costs no pass of its own and no crossing to the host; null means 1. Where the
 * scale is NaN an update changes nothing: a step that went wrong is not taken, and the host need
 * not look at each.
 */
public interface UpdateOperations {

  /**
   * The global norm of several gradients, and the factor that clips it.
   *
   * @param gradients any shapes
   * @param maximum the largest norm allowed, above 0; infinity for no clipping
   * @param norm {@code [1]}, receives the square root of the sum of all squares; NaN or infinite if
   *     any gradient is
   * @param scale {@code [1]}, receives {@code min(1, maximum / norm)}; NaN if any gradient is NaN
   *     or infinite, so that a broken step can neither pass for a clipped one nor for one of size
   *     zero
   */
  void clipByGlobalNorm(List<Tensor> gradients, float maximum, Tensor norm, Tensor scale);

  /**
   * Makes the scale NaN unless every element of a value is finite, so that a broken loss keeps its
   * step from being taken, as a broken gradient does.
   *
   * @param value any shape
   * @param scale {@code [1]}
   */
  void refuseUnlessFinite(Tensor value, Tensor scale);

  /** Limits each element to {@code -limit .. limit}, limit at least 0; NaN stays NaN. */
  void clipByValue(Tensor gradient, float limit);

  /** {@code w -= rate * g}, the article's rule. */
  void sgd(Tensor weights, Tensor gradient, Tensor scale, float rate, float weightDecay);

  /** {@code v = momentum * v + g; w -= rate * (nesterov ? g + momentum * v : v)}. */
  void momentum(
      Tensor weights,
      Tensor gradient,
      Tensor scale,
      Tensor velocity,
      float rate,
      float momentum,
      boolean nesterov,
      float weightDecay);

  /** {@code s = decay * s + (1 - decay) g²; w -= rate * g / (sqrt(s) + epsilon)}. */
  void rmsProp(
      Tensor weights,
      Tensor gradient,
      Tensor scale,
      Tensor squares,
      float rate,
      float decay,
      float epsilon,
      float weightDecay);

  /**
   * D. Kingma and J. Ba, <em>Adam</em>, 2015, with bias correction, in PyTorch's form. {@code
   * weightDecay} is added to the gradient as {@code weightDecay * w}; {@code decoupledDecay} is
   * taken from the weights as {@code rate * decoupledDecay * w} (I. Loshchilov and F. Hutter,
   * 2019).
   *
   * @param step from 1
   */
  void adam(
      Tensor weights,
      Tensor gradient,
      Tensor scale,
      Tensor firstMoment,
      Tensor secondMoment,
      long step,
      AdamCoefficients coefficients);

  /**
   * The numbers of one Adam step.
   *
   * @param rate learning rate
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   * @param weightDecay coupled decay, 0 for none
   * @param decoupledDecay AdamW's decay, 0 for none
   */
  record AdamCoefficients(
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      float decoupledDecay) {

    /** The rate at a step, from 1, corrected for the bias of the first moment. */
    public float correctedRate(long step) {
      return (float) (rate / (1 - Math.pow(beta1, step)));
    }

    /** What the root of the second moment is multiplied by at a step, for its bias. */
    public float rootCorrection(long step) {
      return (float) (1 / Math.sqrt(1 - Math.pow(beta2, step)));
    }

    /** What the decoupled decay leaves of the weights. */
    public float keptWeights() {
      return 1 - rate * decoupledDecay;
    }
  }

  /** {@code average = decay * average + (1 - decay) * weights}. */
  void movingAverage(Tensor weights, Tensor average, float decay);
}
