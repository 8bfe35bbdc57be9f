package dev.sluice.optimizer;

import dev.sluice.device.Parameter;
import java.util.List;

/**
 * The immutable description of an optimizer. The learning rate is no part of it: a schedule gives
 * it at each step.
 */
public sealed interface OptimizerSpec permits Sgd, Momentum, RmsProp, Adam, AdamW {

  /** The short name: {@code sgd}, {@code adam}, ... */
  String kind();

  /** The decay of weights for groups that do not say otherwise; at least 0. */
  double weightDecay();

  /**
   * Makes the optimizer with states of zero.
   *
   * @param groups together all parameters to change, none of them twice
   * @return the optimizer, owned by the caller
   * @throws IllegalArgumentException if a parameter occurs twice
   */
  Optimizer create(List<ParameterGroup> groups);

  /** Makes the optimizer of these parameters, all treated alike. */
  default Optimizer createFor(List<Parameter> parameters) {
    return create(List.of(ParameterGroup.of(parameters)));
  }
}
