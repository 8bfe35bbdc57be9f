package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * Stochastic gradient descent: {@code weight <- weight - learningRate * gradient}. With weight
 * decay d the gradient is {@code gradient + d * weight}.
 *
 * @param weightDecay at least 0
 */
public record Sgd(double weightDecay) implements OptimizerSpec {

  /** Checks the value. */
  public Sgd {
    Require.nonNegative("weightDecay", weightDecay);
  }

  /** Without weight decay. */
  public static Sgd plain() {
    return new Sgd(0);
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
    return new GroupedOptimizer(rule, List.of(), weightDecay, groups);
  }
}
