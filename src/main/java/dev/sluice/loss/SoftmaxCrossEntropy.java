package dev.sluice.loss;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;

/**
 * Cross-entropy of {@code softmax(logits)} and class ids: {@code -log softmax(logits)[class]}. The
 * predictions are logits {@code [N, C]}, or {@code [T, N, C]} for a class per step; an answer is
 * right if its class has the largest logit.
 */
public final class SoftmaxCrossEntropy implements Loss {

  @Override
  public Result measure(Tensor predictions, Targets targets, float weight, Scope scope) {
    targets.requireClassesFor(predictions);
    Tensor totals = scope.zeros(2);
    Tensor gradient = scope.floats(predictions.shape());
    scope
        .device()
        .losses()
        .softmaxCrossEntropy(predictions, targets.values(), weight, gradient, totals);
    return new Result(totals, gradient);
  }

  @Override
  public boolean countsRightAnswers() {
    return true;
  }
}
