package dev.sluice.layer;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Map;

/**
 * A layer that carries states from one training pass to the next: each pass continues where the
 * pass before ended. The carried states are in tensors of the layer, so that checkpoints can
 * contain them. For use by one thread.
 */
public interface Stateful extends Layer {

  /**
   * The states from which the next training pass starts, by name; undefined before the first pass.
   * After you write to these tensors, for example from a checkpoint, call {@link #carryOn}.
   */
  Map<String, Tensor> carried();

  /** The next training pass starts from the current values of the carried tensors. */
  void carryOn();

  /** The next training pass starts from the initial states, as at the start of the sequences. */
  void resetStates();

  /**
   * Starts inference over consecutive windows of other sequences, from their first window. The
   * states that training carries are neither read nor changed.
   *
   * @return owned by the caller, who closes it before the layer
   */
  Inference inference();

  /** Computes outputs for consecutive windows; each window continues the window before. */
  interface Inference extends AutoCloseable {

    /**
     * Computes the output for the next window.
     *
     * @param window with the same number of rows N as the windows before
     * @param scope owns the result, and closes it; the caller closes the scope
     * @throws IllegalArgumentException if the number of rows differs
     */
    Features next(Features window, Scope scope);

    /** Frees the carried states. */
    @Override
    void close();
  }
}
