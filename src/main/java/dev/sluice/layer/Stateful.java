package dev.sluice.layer;

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
  void restart();
}
