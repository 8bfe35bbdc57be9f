package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * Stochastic gradient descent with momentum, in PyTorch's form. For weights w with gradient g:
 *
 * <pre>
 *   g' = g + weightDecay * w
 *   v' = momentum * v + g'
 *   w' = w - rate * v'                       or, with Nesterov: w - rate * (g' + momentum * v')
 * </pre>
 *
 * @param learningRate the initial learning rate, which a schedule may change; at least 0
 * @param momentum 0 to below 1
 * @param nesterov whether to use Nesterov momentum
 * @param weightDecay at least 0
 */
public record Momentum(double learningRate, double momentum, boolean nesterov, double weightDecay)
    implements OptimizerSpec {

  /** Checks the values. */
  public Momentum {
    Require.nonNegative("learningRate", learningRate);
    Require.fraction("momentum", momentum);
    Require.nonNegative("weightDecay", weightDecay);
  }

  /** Momentum 0.9. */
  public static Momentum of(double learningRate) {
    return new Momentum(learningRate, 0.9, false, 0);
  }

  /** Nesterov momentum 0.9. */
  public static Momentum nesterov(double learningRate) {
    return new Momentum(learningRate, 0.9, true, 0);
  }

  @Override
  public Momentum withLearningRate(double learningRate) {
    return new Momentum(learningRate, momentum, nesterov, weightDecay);
  }

  @Override
  public Momentum withWeightDecay(double weightDecay) {
    return new Momentum(learningRate, momentum, nesterov, weightDecay);
  }

  @Override
  public Momentum defaults() {
    return of(learningRate);
  }

  @Override
  public String kind() {
    return "momentum";
  }

  @Override
  public Optimizer create(List<ParameterGroup> groups) {
    UpdateRule rule =
        (operations, u) ->
            operations.momentum(
                u.weights(),
                u.gradient(),
                u.scale(),
                u.states().get(0),
                u.rate(),
                (float) momentum,
                nesterov,
                u.weightDecay());
    return new GroupedOptimizer(rule, List.of("velocity"), this, groups);
  }
}
