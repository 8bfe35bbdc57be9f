package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import java.util.List;

/**
 * The RMSProp optimizer: T. Tieleman and G. Hinton, 2012, in PyTorch's form. For weights w with
 * gradient g:
 *
 * <pre>
 *   g' = g + weightDecay * w
 *   s' = decay * s + (1 - decay) * g'²
 *   w' = w - rate * g' / (sqrt(s') + epsilon)
 * </pre>
 *
 * @param learningRate the initial learning rate, which a schedule may change; at least 0
 * @param decay 0 to below 1
 * @param epsilon above 0
 * @param weightDecay at least 0
 */
public record RmsProp(double learningRate, double decay, double epsilon, double weightDecay)
    implements OptimizerSpec {

  /** Checks the values. */
  public RmsProp {
    Require.nonNegative("learningRate", learningRate);
    Require.fraction("decay", decay);
    Require.positive("epsilon", epsilon);
    Require.nonNegative("weightDecay", weightDecay);
  }

  /** Decay 0.99 and epsilon 1e-8, as in PyTorch. */
  public static RmsProp of(double learningRate) {
    return new RmsProp(learningRate, 0.99, 1e-8, 0);
  }

  @Override
  public RmsProp withLearningRate(double learningRate) {
    return new RmsProp(learningRate, decay, epsilon, weightDecay);
  }

  @Override
  public RmsProp withWeightDecay(double weightDecay) {
    return new RmsProp(learningRate, decay, epsilon, weightDecay);
  }

  @Override
  public RmsProp defaults() {
    return of(learningRate);
  }

  @Override
  public String kind() {
    return "rmsprop";
  }

  @Override
  public Optimizer create(List<ParameterGroup> groups) {
    UpdateRule rule =
        (operations, u) ->
            operations.rmsProp(
                u.weights(),
                u.gradient(),
                u.scale(),
                u.states().get(0),
                u.rate(),
                (float) decay,
                (float) epsilon,
                u.weightDecay());
    return new GroupedOptimizer(rule, List.of("squares"), this, groups);
  }
}
