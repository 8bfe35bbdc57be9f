package dev.sluice.insight.cost;

import dev.sluice.argument.Require;
import dev.sluice.layer.RecurrentSpec;

/**
 * What a recurrent layer costs.
 *
 * @param spec the layer, or the stack
 * @param keptBytes memory in use between the forward and the backward pass, beyond weights,
 *     gradients and input: the outputs, and all that the backward pass needs
 * @param forward time of the forward pass of training
 * @param backward time of the backward pass: gradients with respect to the weights and the input
 */
public record LayerCost(RecurrentSpec spec, long keptBytes, Timing forward, Timing backward) {

  /** Checks the values. */
  public LayerCost {
    Require.present("spec", spec);
    Require.present("forward", forward);
    Require.present("backward", backward);
  }

  /** The kind of the cell of the bottom layer: {@code rnn}, {@code lstm} or {@code gru}. */
  public String kind() {
    return spec.cells().get(0).kind();
  }

  /** The number of parameters of all layers and directions. */
  public long parameters() {
    return spec.directions().count()
        * spec.cells().stream().mapToLong(cell -> cell.parameterCount()).sum();
  }

  /** The number of parameters of the bottom layer in one direction, as a formula. */
  public ParameterFormula formula() {
    return ParameterFormula.of(spec.cells().get(0));
  }

  /** The multiply-adds of one timestep of one sequence. */
  public MultiplyAdds multiplyAdds() {
    return MultiplyAdds.of(spec);
  }

  /** Forward and backward, in nanoseconds per token. */
  public double nanosPerToken() {
    return forward.median() + backward.median();
  }
}
