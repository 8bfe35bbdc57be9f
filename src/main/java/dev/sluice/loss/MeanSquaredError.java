package dev.sluice.loss;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;

/**
 * The mean squared error: the mean of {@code (prediction - target)²} over the counted rows and all
 * columns. It counts no correct predictions: the second total is 0.
 */
public final class MeanSquaredError implements Loss {

  @Override
  public Result evaluate(Tensor predictions, Targets targets, float weight, Scope scope) {
    targets.requireValuesFor(predictions);
    Tensor totals = scope.zeros(2);
    Tensor gradient = scope.floats(predictions.shape());
    scope
        .device()
        .losses()
        .meanSquaredError(predictions, targets.values(), targets.mask(), weight, gradient, totals);
    return new Result(totals, gradient);
  }
}
