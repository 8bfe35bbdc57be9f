package dev.sluice.loss;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Optional;

/** A differentiable loss function: the mean over the counted targets of a batch. */
public interface Loss {

  /**
   * Computes the loss and its gradient with respect to the predictions.
   *
   * @param predictions the model's output, {@code [N, C]} or {@code [T, N, C]}
   * @param weight factor of the loss and of its gradient: 1, or the share of a partial batch
   * @param scope owns the result's tensors, and closes them; the caller closes the scope
   * @throws IllegalArgumentException if the targets do not fit the predictions
   */
  Result evaluate(Tensor predictions, Targets targets, float weight, Scope scope);

  /** Computes the loss of one whole batch, with weight 1. */
  default Result evaluate(Tensor predictions, Targets targets, Scope scope) {
    return evaluate(predictions, targets, 1, scope);
  }

  /**
   * The divisor of the mean over these targets: the number of targets that count. A loss that
   * weights its targets returns the sum of their weights. With these numbers the gradients of
   * several batches are combined to the gradient of the mean over all of them.
   */
  default double weightOf(Targets targets) {
    return targets.counted();
  }

  /**
   * A text with everything that defines the loss; a resumed run must have a loss with the same
   * text. By default the name of the class; a loss with settings adds them.
   */
  default String description() {
    return getClass().getName();
  }

  /**
   * Whether the second total counts correct predictions. If not, there is no accuracy, and a run
   * that monitors the accuracy is refused. A custom loss that counts them returns true here.
   */
  default boolean countsRightAnswers() {
    return false;
  }

  /**
   * Converts predictions to class probabilities, for an {@code Evaluator}; empty for a loss without
   * classes. A custom loss with classes overrides this.
   *
   * @param predictions the model's output
   * @param scope owns the result, and closes it; the caller closes the scope
   * @return {@code FLOAT32 [..., C]}: one probability for each of C classes if the targets are
   *     class ids; one column, the probability of class 1, if the targets are values
   */
  default Optional<Tensor> probabilities(Tensor predictions, Scope scope) {
    return Optional.empty();
  }

  /**
   * A computed loss.
   *
   * @param totals {@code FLOAT32 [2]}: weight times the loss, and the number of correct
   *     predictions; the latter is 0 for a loss that counts none
   * @param gradient gradient of weight times the loss with respect to the predictions, of their
   *     shape
   */
  record Result(Tensor totals, Tensor gradient) {

    /** Weight times the loss; waits for the device. */
    public float loss() {
      return totals.floats()[0];
    }
  }
}
