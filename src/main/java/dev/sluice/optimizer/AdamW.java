package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import dev.sluice.device.UpdateOperations.AdamCoefficients;
import java.util.List;

/**
 * The AdamW optimizer: I. Loshchilov and F. Hutter, <em>Decoupled Weight Decay Regularization</em>,
 * 2019. Before each step it sets {@code w <- w - rate * weightDecay * w}; then it takes a step of
 * {@link Adam} without weight decay.
 *
 * @param beta1 decay of the first moment, 0 to below 1
 * @param beta2 decay of the second moment, 0 to below 1
 * @param epsilon above 0
 * @param weightDecay at least 0
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
    implements OptimizerSpec {

  /** Checks the values. */
  public AdamW {
    Require.fraction("beta1", beta1);
    Require.fraction("beta2", beta2);
    Require.positive("epsilon", epsilon);
    Require.nonNegative("weightDecay", weightDecay);
  }

  /** PyTorch's defaults: 0.9, 0.999, 1e-8, weight decay 0.01. */
  public static AdamW defaults() {
    return new AdamW(0.9, 0.999, 1e-8, 0.01);
  }

  @Override
  public String kind() {
    return "adamw";
  }

  @Override
  public Optimizer create(List<ParameterGroup> groups) {
    UpdateRule rule =
        (operations, u) ->
            operations.adam(
                u.weights(),
                u.gradient(),
                u.scale(),
                u.states().get(0),
                u.states().get(1),
                u.step(),
                new AdamCoefficients(
                    u.rate(), (float) beta1, (float) beta2, (float) epsilon, 0, u.weightDecay()));
    return new GroupedOptimizer(
        rule, List.of("first_moment", "second_moment"), weightDecay, groups);
  }
}
