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
 * @param momentum 0 to below 1
 * @param nesterov whether to use Nesterov momentum
 * @param weightDecay at least 0
 */
public record Momentum(double momentum, boolean nesterov, double weightDecay)
    implements OptimizerSpec {

  /** Checks the values. */
  public Momentum {
    Require.fraction("momentum", momentum);
    Require.nonNegative("weightDecay", weightDecay);
  }

  /** Momentum 0.9. */
  public static Momentum defaults() {
    return new Momentum(0.9, false, 0);
  }

  /** Nesterov momentum 0.9. */
  public static Momentum nesterovDefaults() {
    return new Momentum(0.9, true, 0);
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
    return new GroupedOptimizer(rule, List.of("velocity"), weightDecay, groups);
  }
}
