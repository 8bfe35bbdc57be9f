package dev.sluice.device;

import org.jspecify.annotations.Nullable;

/**
 * Losses with their gradients, computed in one call. The loss is the mean over the valid positions;
 * without valid positions it is 0 and its gradients are zero.
 *
 * <p>Each method adds {@code weight * loss} to {@code totals[0]}. Losses of classes also add the
 * number of correct predictions to {@code totals[1]}. Each method overwrites the gradient tensor
 * with the gradient of {@code weight * loss} with respect to the predictions.
 *
 * <p>{@code totals} is {@code FLOAT32 [2]}. The gradient tensor may be null if only the totals are
 * needed.
 *
 * <p>A label or target out of range is an {@link IllegalArgumentException}, and nothing is written.
 * A device that computes asynchronously throws at the next {@link Tensor#read} instead, and leaves
 * the wrong element out of the loss.
 */
public interface LossOperations {

  /**
   * Cross-entropy of softmax(logits) with class labels. A row is predicted correctly if its first
   * largest logit is the logit of the label and no logit is NaN.
   *
   * @param logits {@code [..., C]}
   * @param labels {@code INT32}, one label per row of logits: 0 to C-1, or -1 to ignore the row
   * @param classWeights {@code FLOAT32 [C]}, finite and at least 0, or null for weights of 1. A row
   *     is weighted by the weight of its label, and the mean divides by the sum of these weights.
   *     If the sum is 0, the loss is 0 and its gradients are zero.
   * @param dLogits the shape of logits, or null; may be the same tensor as logits
   */
  void softmaxCrossEntropy(
      Tensor logits,
      Tensor labels,
      @Nullable Tensor classWeights,
      float weight,
      @Nullable Tensor dLogits,
      Tensor totals);

  /** Softmax cross-entropy without class weights. */
  default void softmaxCrossEntropy(
      Tensor logits, Tensor labels, float weight, Tensor dLogits, Tensor totals) {
    softmaxCrossEntropy(logits, labels, null, weight, dLogits, totals);
  }

  /**
   * Binary cross-entropy of sigmoid(logits), the mean over rows and columns. {@code totals[1]}
   * counts a row as correct if every probability is on the same side of 0.5 as its target. A
   * probability of exactly 0.5 is on the side of 0. A NaN makes the row incorrect.
   *
   * @param logits {@code [..., K]}
   * @param targets the shape of logits, from 0 to 1 in rows that are not masked
   * @param mask {@code INT32}, one element per row: 0 ignores the row; or null
   * @param dLogits the shape of logits, or null; may be the same tensor as logits
   */
  void sigmoidCrossEntropy(
      Tensor logits,
      Tensor targets,
      @Nullable Tensor mask,
      float weight,
      @Nullable Tensor dLogits,
      Tensor totals);

  /**
   * Mean squared error over rows and columns. The arguments are those of {@link
   * #sigmoidCrossEntropy}.
   */
  void meanSquaredError(
      Tensor predictions,
      Tensor targets,
      @Nullable Tensor mask,
      float weight,
      Tensor dPredictions,
      Tensor totals);

  /** {@code probabilities = softmax(logits)} of each row. Both may be the same tensor. */
  void softmax(Tensor logits, Tensor probabilities);
}
