package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import dev.sluice.device.Parameter;
import java.util.List;

/**
 * Parameters that an optimizer treats alike.
 *
 * @param parameters in a fixed order
 * @param learningRateFactor multiplies the schedule's learning rate; at least 0
 * @param weightDecay instead of the optimizer's; null: the optimizer's
 */
public record ParameterGroup(
    List<Parameter> parameters, double learningRateFactor, Double weightDecay) {

  /** Checks the values and copies the list. */
  public ParameterGroup {
    parameters = List.copyOf(parameters);
    Require.nonNegative("learningRateFactor", learningRateFactor);
    if (weightDecay != null) {
      Require.nonNegative("weightDecay", weightDecay);
    }
  }

  /** Parameters with the schedule's learning rate and the optimizer's decay. */
  public static ParameterGroup of(List<Parameter> parameters) {
    return new ParameterGroup(parameters, 1, null);
  }

  /** This group with a learning rate of its own. */
  public ParameterGroup withLearningRateFactor(double factor) {
    return new ParameterGroup(parameters, factor, weightDecay);
  }

  /** This group with a decay of its own; 0 for biases, often. */
  public ParameterGroup withWeightDecay(double weightDecay) {
    return new ParameterGroup(parameters, learningRateFactor, weightDecay);
  }
}
