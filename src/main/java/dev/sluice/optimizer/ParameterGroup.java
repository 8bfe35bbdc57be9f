package dev.sluice.optimizer;

import dev.sluice.argument.Require;
import dev.sluice.device.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that share a learning rate factor and a weight decay.
 *
 * @param parameters in a fixed order
 * @param learningRateFactor factor of the learning rate; at least 0
 * @param weightDecay weight decay of this group; null for the optimizer's
 */
public record ParameterGroup(
    List<Parameter> parameters, double learningRateFactor, @Nullable Double weightDecay) {

  /** Checks the values and copies the list. */
  public ParameterGroup {
    parameters = Require.copyOf("parameters", parameters);
    Require.nonNegative("learningRateFactor", learningRateFactor);
    if (weightDecay != null) {
      Require.nonNegative("weightDecay", weightDecay);
    }
  }

  /** A group with the optimizer's learning rate and weight decay. */
  public static ParameterGroup of(List<Parameter> parameters) {
    return new ParameterGroup(parameters, 1, null);
  }

  /** A copy with another learning rate factor. */
  public ParameterGroup withLearningRateFactor(double factor) {
    return new ParameterGroup(parameters, factor, weightDecay);
  }

  /** A copy with its own weight decay, often 0 for biases. */
  public ParameterGroup withWeightDecay(double weightDecay) {
    return new ParameterGroup(parameters, learningRateFactor, weightDecay);
  }
}
