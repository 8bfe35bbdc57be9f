package dev.sluice.insight.memory;

/** Passes the calls of several threads on, one at a time. */
final class SerialListener implements MemoryListener {
  private final MemoryListener listener;

  SerialListener(MemoryListener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void onWork(long timesteps, TaskKind task, CellKind cell, int lag) {
    listener.onWork(timesteps, task, cell, lag);
  }

  @Override
  public synchronized void onTrial(TaskKind task, CellKind cell, Trial trial) {
    listener.onTrial(task, cell, trial);
  }

  @Override
  public synchronized void onSpan(MemorySpan span) {
    listener.onSpan(span);
  }
}
