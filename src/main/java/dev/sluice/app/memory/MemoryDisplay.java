package dev.sluice.app.memory;

import dev.sluice.app.console.ProgressDisplay;
import dev.sluice.insight.memory.CellKind;
import dev.sluice.insight.memory.MemoryListener;
import dev.sluice.insight.memory.TaskKind;

/**
 * Shows the progress of an experiment. The total is the most work that it can take, and work that
 * is no longer needed counts as done; so the time left gets shorter when tasks are solved early.
 */
final class MemoryDisplay implements MemoryListener, AutoCloseable {
  private final ProgressDisplay.Task progress;

  /**
   * @param work the planned work of the experiment
   */
  MemoryDisplay(ProgressDisplay display, long work) {
    this.progress = display.begin("memory", work, "planned timesteps");
  }

  @Override
  public void onWork(long timesteps, TaskKind task, CellKind cell, int lag) {
    progress.advance(timesteps, Names.of(task) + " " + Names.of(cell) + " lag " + lag);
  }

  @Override
  public void close() {
    progress.close();
  }
}
