package dev.sluice.insight.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The search for the longest lag of one cell in one task.
 *
 * @param settings the lags and the budget
 * @param listener is told what is done
 */
record SpanSearch(MemorySettings settings, TaskKind task, CellKind cell, MemoryListener listener) {

  /** Trains on one lag. */
  interface Training {
    /**
     * Trains a new model.
     *
     * @param onSteps is told the number of optimizer steps taken since it was told last
     */
    Trial run(int lag, IntConsumer onSteps);
  }

  /** Runs the search to its end. */
  MemorySpan run(Training training) {
    SearchWork work = new SearchWork(settings.steps());
    List<Trial> trials = new ArrayList<>();
    LagSearch search = LagSearch.of(settings.lags());
    while (!search.isDecided()) {
      int lag = search.next();
      WorkCount count = new WorkCount(lag);
      Trial trial = training.run(lag, count);
      LagSearch rest = search.after(trial.solved());
      count.complete(work.most(search) - work.most(rest));
      listener.onTrial(task, cell, trial);
      trials.add(trial);
      search = rest;
    }
    MemorySpan span = new MemorySpan(task, cell, trials);
    listener.onSpan(span);
    return span;
  }

  /** Tells the listener of the work of one training. */
  private final class WorkCount implements IntConsumer {
    private final int lag;
    private long told;

    WorkCount(int lag) {
      this.lag = lag;
    }

    @Override
    public void accept(int steps) {
      tell((long) steps * lag);
    }

    /** Tells what is missing: work that is no longer needed. */
    void complete(long planned) {
      tell(planned - told);
    }

    private void tell(long timesteps) {
      told += timesteps;
      listener.onWork(timesteps, task, cell, lag);
    }
  }
}
