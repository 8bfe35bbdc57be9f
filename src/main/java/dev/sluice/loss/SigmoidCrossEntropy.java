package dev.sluice.loss;

import dev.sluice.cell.Activation;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Optional;

/**
 * Binary cross-entropy of {@code p = sigmoid(logits)} and targets t from 0 to 1, for one or several
 * independent yes-or-no questions. The loss is the mean of {@code -t log(p) - (1 - t) log(1 - p)}
 * over the counted rows and all columns. A row is correct if p and t are on the same side of 0.5 in
 * every column.
 */
public final class SigmoidCrossEntropy implements Loss {

  @Override
  public Optional<Tensor> probabilities(Tensor predictions, Scope scope) {
    Tensor probabilities = scope.floats(predictions.shape());
    scope.device().elementwise().activate(Activation.sigmoid(), predictions, probabilities);
    return Optional.of(probabilities);
  }

  @Override
  public Result evaluate(Tensor predictions, Targets targets, float weight, Scope scope) {
    targets.requireValuesFor(predictions);
    Tensor totals = scope.zeros(2);
    Tensor gradient = scope.floats(predictions.shape());
    scope
        .device()
        .losses()
        .sigmoidCrossEntropy(
            predictions, targets.values(), targets.mask(), weight, gradient, totals);
    return new Result(totals, gradient);
  }

  @Override
  public boolean countsRightAnswers() {
    return true;
  }
}
