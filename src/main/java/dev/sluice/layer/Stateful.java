package dev.sluice.layer;

import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import java.util.Map;

/**
 * A layer whose training passes go on where the one before ended. What it carries lies in tensors
 * of its own, so that a run's checkpoints can hold it. Used by one thread.
 */
public interface Stateful extends Layer {

  /**
   * What the next training pass starts from, by name; undefined before the first. Whoever writes
   * it, from a checkpoint for example, then calls {@link #carryOn}.
   */
  Map<String, Tensor> carried();

  /** Lets the next training pass start from what the carried tensors hold now. */
  void carryOn();

  /** Lets the next training pass start anew, as at the beginning of the sequences. */
  void resetStates();

  /**
   * Begins to infer over consecutive windows of other sequences, from their first window on. What
   * the training passes carry is neither read nor changed.
   *
   * @return owned by the caller, and closed before the layer
   */
  Inference inference();

  /** Outputs for consecutive windows, each of which goes on where the one before ended. */
  interface Inference extends AutoCloseable {

    /**
     * The output for the next window.
     *
     * @param window with the same number of rows N as the windows before
     * @param scope owns the result
     * @throws IllegalArgumentException if the number of rows differs
     */
    Features next(Features window, Scope scope);

    /** Frees what is carried. */
    @Override
    void close();
  }
}
