package dev.sluice.loss;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;

/** A differentiable measure of how wrong predictions are: the mean over the counted positions. */
public interface Loss {

  /**
   * Measures the predictions and gives the gradient.
   *
   * @param predictions the model's output
   * @param weight the loss and its gradient are multiplied by this: 1, or a partial batch's share
   * @param scope owns the result's tensors
   * @throws IllegalArgumentException if the targets do not fit the predictions
   */
  Result evaluate(Tensor predictions, Targets targets, float weight, Scope scope);

  /** Measures one whole batch: with weight 1. */
  default Result evaluate(Tensor predictions, Targets targets, Scope scope) {
    return evaluate(predictions, targets, 1, scope);
  }

  /**
   * What the mean over these targets divides by: how many count. A loss in which some count more
   * than others returns the sum of their weights, so that the gradients of several batches add up
   * to that of the mean over all of them.
   */
  default double weightOf(Targets targets) {
    return targets.counted();
  }

  /**
   * States everything that decides the loss; a resumed run must have an equal one. The name of the
   * class, and for a loss with settings these too.
   */
  default String description() {
    return getClass().getName();
  }

  /**
   * Whether the second total counts right answers. Without them there is no accuracy to choose the
   * best epoch by, and a run that asks for it is refused: a loss of one's own that counts them says
   * so here.
   */
  default boolean countsRightAnswers() {
    return false;
  }

  /**
   * A measured loss.
   *
   * @param totals {@code FLOAT32 [2]}: weight times the loss, and the number of right answers, 0
   *     for a loss that counts none
   * @param gradient by the predictions, of their shape
   */
  record Result(Tensor totals, Tensor gradient) {

    /** Weight times the loss, read from the device. */
    public float loss() {
      return totals.floats()[0];
    }
  }
}
