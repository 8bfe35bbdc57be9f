package dev.sluice.train.batch;

import dev.sluice.device.Scope;

/**
 * Where batches come from. What {@link #load} gives is a pure function of epoch and index, so that
 * a run can go on in the middle of an epoch.
 */
public interface BatchLoader {

  /**
   * The number of batches of an epoch, at least 1.
   *
   * @param epoch from 0
   */
  int batches(int epoch);

  /**
   * Brings one batch onto the scope's device.
   *
   * @param epoch from 0
   * @param index from 0 to {@code batches(epoch) - 1}
   * @param scope owns the batch's tensors
   */
  Batch load(int epoch, int index, Scope scope);

  /**
   * Whether the batches of an epoch are consecutive windows of the same sequences: row n of each
   * goes on where row n of the batch before ended. Only such a source trains or validates a {@link
   * dev.sluice.layer.Stateful} layer, which carries its states from batch to batch.
   */
  default boolean consecutiveWindows() {
    return false;
  }

  /**
   * What the batches are made of and in which order they come, as a short text: sources that differ
   * in data, batch size or order must differ here. Checkpoints hold it, and a resumed run must have
   * the same.
   */
  String fingerprint();
}
