package dev.sluice.train.batch;

import dev.sluice.device.Scope;

/**
 * Loads the batches of each epoch. The batch that {@link #load} returns depends only on epoch and
 * index, so a run can resume in the middle of an epoch.
 */
public interface BatchLoader {

  /**
   * The number of batches of an epoch, at least 1.
   *
   * @param epoch from 0
   */
  int batches(int epoch);

  /**
   * Copies one batch to the scope's device.
   *
   * @param epoch from 0
   * @param index from 0 to {@code batches(epoch) - 1}
   * @param scope owns the tensors of the batch, and closes them; the caller closes the scope
   */
  Batch load(int epoch, int index, Scope scope);

  /**
   * Whether the batches of an epoch are consecutive windows of the same sequences: row n of each
   * batch continues row n of the batch before. A {@link dev.sluice.layer.Stateful} layer, which
   * carries its states from batch to batch, can be trained and validated on such a loader only.
   */
  default boolean consecutiveWindows() {
    return false;
  }

  /**
   * A short text that identifies the batches and their order. Loaders that differ in data, batch
   * size or order must have different texts. Checkpoints contain it, and a resumed run must have
   * the same.
   */
  String fingerprint();
}
