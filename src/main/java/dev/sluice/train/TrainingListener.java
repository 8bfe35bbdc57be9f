package dev.sluice.train;

import java.nio.file.Path;

/** Is told what happens in a run, on the thread that trains; does nothing unless overridden. */
public interface TrainingListener {

  /**
   * The run begins or goes on.
   *
   * @param epochs of the whole run
   * @param totalSteps of the whole run
   * @param firstStep 0, or where a resumed run goes on
   */
  default void onStart(int epochs, long totalSteps, long firstStep) {}

  /**
   * An epoch begins or, in a resumed run, goes on.
   *
   * @param epoch from 0
   * @param tokens that it was trained on before
   */
  default void onEpochStart(int epoch, long tokens) {}

  /** A step was taken. */
  default void onStep(StepMetrics figures) {}

  /** A metric of one's own was measured, before the epoch's figures are told. */
  default void onMetric(int epoch, String name, double value) {}

  /** An epoch was finished, validation included. */
  default void onEpoch(EpochMetrics figures) {}

  /** A checkpoint was written. */
  default void onCheckpoint(Path file) {}

  /** The run is over; not called if it failed. */
  default void onEnd(TrainingResult result) {}
}
