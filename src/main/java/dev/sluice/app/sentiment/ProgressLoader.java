package dev.sluice.app.sentiment;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.device.Scope;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.BatchLoader;

/**
 * A batch loader that reports loaded texts to a progress display.
 *
 * @param batches the loader of the batches
 * @param task the progress task, which counts texts
 */
record ProgressLoader(BatchLoader batches, ProgressDisplay.Task task) implements BatchLoader {
  @Override
  public int batches(int epoch) {
    return batches.batches(epoch);
  }

  @Override
  public Batch load(int epoch, int index, Scope scope) {
    Batch batch = batches.load(epoch, index, scope);
    task.advance(batch.examples(), "");
    return batch;
  }

  @Override
  public boolean consecutiveWindows() {
    return batches.consecutiveWindows();
  }

  @Override
  public String fingerprint() {
    return batches.fingerprint();
  }
}
