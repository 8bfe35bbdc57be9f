package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * Stochastic gradient descent: {@code weight <- weight - learningRate * gradient}. With weight
 * decay d the gradient is {@code gradient + d * weight}.
 *
 * @param learningRate the initial learning rate, which a schedule may change; at least 0
 * @param weightDecay at least 0
 */
public record Sgd(double learningRate, double weightDecay) implements OptimizerSpec {

  /** Checks the value. */
  public Sgd {
    Require.nonNegative("learningRate", learningRate);
    Require.nonNegative("weightDecay", weightDecay);
  }

  /** Without weight decay. */
  public static Sgd of(double learningRate) {
    return new Sgd(learningRate, 0);
  }

  @Override
  public Sgd withLearningRate(double learningRate) {
    return new Sgd(learningRate, weightDecay);
  }

  @Override
  public Sgd withWeightDecay(double weightDecay) {
    return new Sgd(learningRate, weightDecay);
  }

  @Override
  public Sgd defaults() {
    return of(learningRate);
  }

  @Override
  public String kind() {
    return "sgd";
  }

  @Override
  public Optimizer create(List<ParameterGroup> groups) {
    UpdateRule rule =
        (operations, u) ->
            operations.sgd(u.weights(), u.gradient(), u.scale(), u.rate(), u.weightDecay());
    return new GroupedOptimizer(rule, List.of(), this, groups);
  }
}
