package dev.sluice.train;

import java.nio.file.Path;

/**
 * Is called during a run, on the thread that trains. Every method does nothing unless it is
 * overridden.
 */
public interface TrainingListener {

  /**
   * Called when the run starts or resumes.
   *
   * @param epochs number of epochs of the whole run
   * @param totalSteps number of steps of the whole run
   * @param firstStep the next step: 0, or the position of a resumed run
   */
  default void onStart(int epochs, long totalSteps, long firstStep) {}

  /**
   * Called when an epoch starts, and when a run resumes in the middle of one.
   *
   * @param epoch from 0
   * @param tokens number of tokens of this epoch that were trained on before the run resumed
   */
  default void onEpochStart(int epoch, long tokens) {}

  /** Called after each step. */
  default void onStep(StepMetrics metrics) {}

  /** Called for each custom metric of an epoch, before {@link #onEpoch}. */
  default void onMetric(int epoch, String name, double value) {}

  /** Called after each epoch, with its validation. */
  default void onEpoch(EpochMetrics metrics) {}

  /** Called after a checkpoint was written. */
  default void onCheckpoint(Path file) {}

  /** Called at the end of the run; not called if the run failed. */
  default void onEnd(TrainingResult result) {}
}
