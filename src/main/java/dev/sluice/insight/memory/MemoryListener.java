package dev.sluice.insight.memory;

/** Is told about the progress of an experiment, by one thread at a time. */
public interface MemoryListener {

  /**
   * Work was done, or turned out not to be needed because a task was solved early or a lag was
   * decided. All calls of a whole experiment together give {@link MemoryExperiment#plannedWork}.
   *
   * @param timesteps sum of the lags of the optimizer steps
   * @param task what is being trained
   * @param cell what is being trained
   * @param lag what is being trained
   */
  default void onWork(long timesteps, TaskKind task, CellKind cell, int lag) {}

  /** A training ended. */
  default void onTrial(TaskKind task, CellKind cell, Trial trial) {}

  /** A search ended. */
  default void onSpan(MemorySpan span) {}
}
