package dev.sluice.optimizer;

import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import dev.sluice.device.UpdateOperations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The update rule of one kind of optimizer, for one parameter. */
interface UpdateRule {

  /**
   * Updates the weights and the states.
   *
   * @param operations of the parameter's device
   */
  void apply(UpdateOperations operations, Update update);

  /**
   * The update of one parameter in one step.
   *
   * @param parameter the parameter, with its gradient
   * @param states the optimizer states, of the parameter's shape
   * @param scale factor of the gradient; or null
   * @param rate the learning rate
   * @param weightDecay at least 0
   * @param step from 1
   */
  record Update(
      Parameter parameter,
      List<Tensor> states,
      @Nullable Tensor scale,
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
