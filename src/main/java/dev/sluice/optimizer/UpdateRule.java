package dev.sluice.optimizer;

import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import dev.sluice.device.UpdateOperations;
import java.util.List;

/** What one kind of optimizer does to one parameter. */
interface UpdateRule {

  /**
   * Changes the weights and the states.
   *
   * @param operations of the parameter's device
   */
  void apply(UpdateOperations operations, Update update);

  /**
   * One parameter's turn in one step.
   *
   * @param parameter whose weights change by its gradient
   * @param states as many as the rule has, of the parameter's shape
   * @param scale multiplies the gradient; or null
   * @param rate the learning rate
   * @param weightDecay at least 0
   * @param step from 1
   */
  record Update(
      Parameter parameter,
      List<Tensor> states,
      Tensor scale,
      float rate,
      float weightDecay,
      long step) {

    Tensor weights() {
      return parameter.value();
    }

    Tensor gradient() {
      return parameter.gradient();
    }
  }
}
