package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import dev.sluice.device.UpdateOperations;
import dev.sluice.device.UpdateOperations.AdamCoefficients;
import java.util.List;

/**
 * The update rule of {@link Adam} and {@link AdamW}, which apply the weight decay differently.
 *
 * @param decoupled whether the weight decay is applied to the weights instead of the gradient
 */
record AdamRule(float beta1, float beta2, float epsilon, boolean decoupled) implements UpdateRule {
  private static final List<String> STATES = List.of("first_moment", "second_moment");

  /** Checks the values of a description. */
  static void check(double beta1, double beta2, double epsilon, double weightDecay) {
    Require.fraction("beta1", beta1);
    Require.fraction("beta2", beta2);
    Require.positive("epsilon", epsilon);
    Require.nonNegative("weightDecay", weightDecay);
  }

  Optimizer optimizer(OptimizerSpec spec, List<ParameterGroup> groups) {
    return new GroupedOptimizer(this, STATES, spec, groups);
  }

  @Override
  public void apply(UpdateOperations operations, Update update) {
    float decay = update.weightDecay();
    operations.adam(
        update.weights(),
        update.gradient(),
        update.scale(),
        update.states().get(0),
        update.states().get(1),
        update.step(),
        new AdamCoefficients(
            update.rate(), beta1, beta2, epsilon, decoupled ? 0 : decay, decoupled ? decay : 0));
  }
}
