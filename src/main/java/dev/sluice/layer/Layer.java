package dev.sluice.layer;

import dev.sluice.device.Parameter;
import dev.sluice.device.Tensor;
import java.util.List;

/**
 * A differentiable function with parameters. Layers hold no state between passes (but {@link
 * Stateful} ones), so that several passes may be open, and inference may run from several threads,
 * each with its own scope. Parameters and plans belong to the scope in which the layer was made.
 */
public interface Layer {

  /** The parameters, in a fixed order; empty for a layer without any. */
  List<Parameter> parameters();

  /**
   * Computes the output.
   *
   * @throws IllegalArgumentException if the input's type or shape does not fit
   */
  Pass forward(Features input, ForwardContext context);

  /** One forward run, and the way back. Its tensors belong to the context's scope. */
  interface Pass {

    /** What the layer computed. */
    Features output();

    /**
     * Adds to the parameters' gradients.
     *
     * @param dOutput the gradient of the loss by the output's values; may be overwritten
     * @return the gradient by the input's values, in the pass's scope; null if the input was not
     *     differentiable
     * @throws IllegalStateException after a forward pass in inference mode
     */
    Tensor backward(Tensor dOutput);
  }
}
