package dev.sluice.app.sentiment;

import dev.sluice.app.run.RunFolder;
import dev.sluice.train.TrainingListener;
import java.nio.file.Path;

/**
 * Writes what a run was asked for into its folder: at once, or where an earlier run is to be
 * replaced, when the new run has its first checkpoint. Until then the earlier one stays whole.
 *
 * @param description what {@code run.json} holds
 */
record RunBeginning(RunFolder folder, String description) implements TrainingListener {
  /** Call before the first step. */
  void begin() {
    if (!folder.holdsEarlierRun()) {
      folder.write(TrainJob.RUN_FILE, description);
    }
  }

  @Override
  public void onCheckpoint(Path file) {
    if (folder.holdsEarlierRun()) {
      folder.removeEarlierRun(TrainJob.CHECKPOINT_FILE);
      folder.write(TrainJob.RUN_FILE, description);
    }
  }
}
