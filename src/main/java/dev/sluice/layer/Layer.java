package dev.sluice.layer;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A differentiable function with parameters. A layer holds no state between passes, except a {@link
 * Stateful} one. So several passes may be open at once, and several threads may run inference, each
 * with its own scope. The scope in which the layer was created owns its parameters and plans.
 */
public interface Layer {

  /** The parameters, in a fixed order; empty for a layer without any. */
  List<Parameter> parameters();

  /**
   * Runs the forward pass.
   *
   * @throws IllegalArgumentException if the input's type or shape does not fit
   */
  Pass forward(Features input, ForwardContext context);

  /** One forward pass and its backward pass. The context's scope owns its tensors. */
  interface Pass {

    /** The output of the layer. */
    Features output();

    /**
     * Runs the backward pass. Adds to the gradients of the parameters.
     *
     * @param dOutput gradient of the loss with respect to the output's values, of the same shape;
     *     may be overwritten
     * @return gradient of the loss with respect to the input's values, owned by the context's
     *     scope; may be {@code dOutput} itself; null if the input is not differentiable
     * @throws IllegalStateException after a forward pass in inference mode
     */
    @CanIgnoreReturnValue
    @Nullable Tensor backward(Tensor dOutput);

    /**
     * A pass whose backward pass is a function; not in inference mode.
     *
     * @param backward what {@link #backward} does
     */
    static Pass of(Features output, ForwardContext context, UnaryOperator<Tensor> backward) {
      return new Pass() {
        @Override
        public Features output() {
          return output;
        }

        @Override
        public Tensor backward(Tensor dOutput) {
          context.requireBackward();
          return backward.apply(dOutput);
        }
      };
    }
  }
}
