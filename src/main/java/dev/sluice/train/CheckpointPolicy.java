package dev.sluice.train;

import dev.sluice.argument.Require;
import java.nio.file.Path;

/**
 * Says where and when a run writes its checkpoint. There is one file; each checkpoint replaces the
 * one before. A checkpoint is also written when the run is interrupted and when it ends.
 *
 * @param file the checkpoint; its folder must exist
 * @param everyEpoch whether to write after each epoch
 * @param everySteps write after every so many steps; 0 for never
 */
public record CheckpointPolicy(Path file, boolean everyEpoch, long everySteps) {

  /** Checks the values. */
  public CheckpointPolicy {
    Require.present("file", file);
    Require.atLeast("everySteps", 0, everySteps);
  }

  /** Writes a checkpoint after each epoch. */
  public static CheckpointPolicy eachEpoch(Path file) {
    return new CheckpointPolicy(file, true, 0);
  }

  /** Writes a checkpoint after each epoch and after every {@code steps} steps of the run. */
  public static CheckpointPolicy everySteps(Path file, long steps) {
    return new CheckpointPolicy(file, true, steps);
  }

  /** Whether a checkpoint is due after this many steps. */
  boolean dueAfter(long steps) {
    return everySteps > 0 && steps % everySteps == 0;
  }
}
