package dev.sluice.optimizer;

import dev.sluice.device.Parameter;
import dev.sluice.record.HasDefaults;
import java.util.List;

/**
 * The immutable description of an optimizer. A {@code Schedule} changes its learning rate, as in
 * PyTorch; without one the rate is the same at every step.
 */
public sealed interface OptimizerSpec extends HasDefaults
    permits Sgd, Momentum, RmsProp, Adam, AdamW {

  /** The short name: {@code sgd}, {@code adam}, ... */
  String kind();

  /** The learning rate that a schedule starts from; at least 0, finite in {@code float32}. */
  double learningRate();

  /** This optimizer with another learning rate. */
  OptimizerSpec withLearningRate(double learningRate);

  /** The weight decay of groups that do not set their own; at least 0. */
  double weightDecay();

  /** This optimizer with another weight decay. */
  OptimizerSpec withWeightDecay(double weightDecay);

  /**
   * Creates the optimizer, with states of zero.
   *
   * @param groups all parameters to train, each in one group only
   * @return the optimizer, owned by the caller
   * @throws IllegalArgumentException if a parameter occurs twice
   */
  Optimizer create(List<ParameterGroup> groups);

  /** Creates the optimizer for these parameters, as one group. */
  default Optimizer createFor(List<Parameter> parameters) {
    return create(List.of(ParameterGroup.of(parameters)));
  }
}
