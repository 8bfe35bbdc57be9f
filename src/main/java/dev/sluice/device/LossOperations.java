package dev.sluice.device;

/**
 * Losses with their gradients in one call. Each adds {@code weight * loss} to {@code totals[0]},
 * and where it has classes the number of right answers to {@code totals[1]}; it overwrites the
 * gradient by the predictions with that of {@code weight * loss}. A loss is the mean over the valid
 * positions; without any it is 0 with zero gradients.
 *
 * <p>{@code totals} is {@code FLOAT32 [2]}; the gradient may be null where only the totals are
 * wanted.
 *
 * <p>A label or target out of range is an {@link IllegalArgumentException}; nothing was written
 * then. On a device that computes asynchronously it comes at the next {@link Tensor#read}; the
 * wrong element was left out then.
 */
public interface LossOperations {

  /**
   * Cross-entropy of softmax(logits) with class ids. A row counts as right if its first largest
   * logit is the label's and none is NaN.
   *
   * @param logits {@code [..., C]}
   * @param labels {@code INT32}, one per row of logits: 0 to C-1, or -1: not counted
   * @param classWeights {@code FLOAT32 [C]}, finite and 0 or more: a row counts by the weight of
   *     its label, and the mean divides by the sum of the counted rows' weights; where that is 0
   *     the loss is 0 with zero gradients. Or null: each row counts by 1.
   * @param dLogits shape of logits, or null; may be the same tensor as logits
   */
  void softmaxCrossEntropy(
      Tensor logits,
      Tensor labels,
      Tensor classWeights,
      float weight,
      Tensor dLogits,
      Tensor totals);

  /** Likewise without weights of the classes. */
  default void softmaxCrossEntropy(
      Tensor logits, Tensor labels, float weight, Tensor dLogits, Tensor totals) {
    softmaxCrossEntropy(logits, labels, null, weight, dLogits, totals);
  }

  /**
   * Binary cross-entropy of sigmoid(logits); mean over rows and columns. A row counts as right in
   * {@code totals[1]} if every column is on its target's side of 0.5; exactly 0.5 is on the side of
   * 0, NaN on none.
   *
   * @param logits {@code [..., K]}
   * @param targets same shape; 0 to 1 where counted
   * @param mask {@code INT32}, one per row: 0 is not counted; or null
   * @param dLogits shape of logits, or null; may be the same tensor as logits
   */
  void sigmoidCrossEntropy(
      Tensor logits, Tensor targets, Tensor mask, float weight, Tensor dLogits, Tensor totals);

  /** Mean squared error over rows and columns; arguments as for {@link #sigmoidCrossEntropy}. */
  void meanSquaredError(
      Tensor predictions,
      Tensor targets,
      Tensor mask,
      float weight,
      Tensor dPredictions,
      Tensor totals);

  /** {@code probabilities = softmax(logits)} of each row; may be the same tensor. */
  void softmax(Tensor logits, Tensor probabilities);
}
