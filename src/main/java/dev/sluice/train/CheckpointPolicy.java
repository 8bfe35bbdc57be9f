package dev.sluice.train;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where and when a run writes its checkpoint. There is one file, replaced whole each time. It is
 * also written when a run is interrupted and when it ends.
 *
 * @param file whose folder exists
 * @param everyEpoch after each epoch
 * @param everySteps after so many steps; 0 for never
 */
public record CheckpointPolicy(Path file, boolean everyEpoch, long everySteps) {

  /** Checks the values. */
  public CheckpointPolicy {
    Objects.requireNonNull(file, "file");
    if (everySteps < 0) {
      throw new IllegalArgumentException(
          "everySteps: expected 0 for never, or more, got " + everySteps);
    }
  }

  /** After each epoch. */
  public static CheckpointPolicy eachEpoch(Path file) {
    return new CheckpointPolicy(file, true, 0);
  }

  /** After each epoch and after every so many steps of the run. */
  public static CheckpointPolicy everySteps(Path file, long steps) {
    return new CheckpointPolicy(file, true, steps);
  }

  /** Whether one is due after this many steps. */
  boolean dueAfter(long steps) {
    return everySteps > 0 && steps % everySteps == 0;
  }
}
