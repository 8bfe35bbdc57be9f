package dev.sluice.layer;

import dev.sluice.argument.Require;
import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;

/**
 * Runs a recurrent stack in inference, one step at a time, and carries its states from step to
 * step. The outputs equal those for the whole sequence. One stream is for one thread; several
 * streams may run at once.
 */
public final class RecurrentStream implements AutoCloseable {
  private final Recurrent layer;
  private final int batch;
  private final Scope owned;
  private final RecurrentStates states;

  RecurrentStream(Recurrent layer, int batch) {
    if (layer.spec().directions() != DirectionMode.FORWARD) {
      throw new IllegalArgumentException(
          "stream: expected a forward stack, since a reverse one reads the last step first; got "
              + layer.spec().directions());
    }
    Require.atLeast("stream batch", 1, batch);
    this.layer = layer;
    this.batch = batch;
    this.owned = layer.device().scope();
    try {
      this.states = layer.initialStates(batch, owned);
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  /**
   * Runs one step.
   *
   * @param x {@code [N, I]}, or {@code [T, N, I]} for several steps at once
   * @param scope owns the result, and closes it; the caller closes the scope
   * @return outputs of the top layer, {@code [N, P]} or {@code [T, N, P]}
   */
  public Tensor step(Tensor x, Scope scope) {
    boolean single = x.shape().rank() == 2;
    int inputs = layer.spec().inputSize();
    x.require(
        "step", DType.FLOAT32, single ? new int[] {batch, inputs} : new int[] {-1, batch, inputs});
    Device device = layer.device();
    try (Scope work = device.scope()) {
      Tensor sequence = x;
      if (single) {
        sequence = work.floats(1, batch, inputs);
        device.elementwise().copy(x, sequence);
      }
      RecurrentPass pass =
          layer.forward(Features.data(sequence, null), states, ForwardContext.inference(work));
      states.copyFrom(pass.finalStates());
      Tensor y = pass.output().values();
      Tensor result = single ? scope.floats(batch, y.shape().columns()) : scope.floats(y.shape());
      device.elementwise().copy(y, result);
      return result;
    }
  }

  /** The states after the last step; owned by the stream and overwritten by the next step. */
  public RecurrentStates states() {
    return states;
  }

  /** Restarts from the stack's initial states. */
  public void reset() {
    layer.writeInitialStates(states);
  }

  @Override
  public void close() {
    owned.close();
  }
}
