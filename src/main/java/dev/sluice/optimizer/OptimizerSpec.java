package dev.sluice.optimizer;

import dev.sluice.device.Parameter;
import java.util.List;

/**
 * The immutable description of an optimizer. The learning rate is not part of it: a schedule gives
 * it at each step.
 */
public sealed interface OptimizerSpec permits Sgd, Momentum, RmsProp, Adam, AdamW {

  /** The short name: {@code sgd}, {@code adam}, ... */
  String kind();

  /** The weight decay of groups that do not set their own; at least 0. */
  double weightDecay();

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
