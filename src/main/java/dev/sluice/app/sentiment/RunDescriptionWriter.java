package dev.sluice.app.sentiment;

import dev.sluice.app.run.RunFolder;
import dev.sluice.train.TrainingListener;
import java.nio.file.Path;

/**
 * Writes the description of a run into its folder. If the run replaces an earlier one, it is
 * written with the first checkpoint, so that the earlier run stays complete until then. Otherwise
 * it is written at once.
 *
 * @param description contents of {@code run.json}
 */
record RunDescriptionWriter(RunFolder folder, String description) implements TrainingListener {
  /**
   * Writes the description at once, unless an earlier run is to be replaced. Call it before the
   * first step.
   */
  void start() {
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
