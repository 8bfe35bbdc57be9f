package dev.sluice.insight.memory;

import dev.sluice.data.synthetic.AddingProblem;
import dev.sluice.data.synthetic.CopyMemory;
import dev.sluice.data.synthetic.MemoryTask;
import dev.sluice.data.synthetic.TemporalOrder;

/** The tasks of the experiment. */
public enum TaskKind {
  /** {@link AddingProblem}. */
  ADDING,
  /** {@link CopyMemory}, shorter than the standard: one symbol out of 8. */
  COPY,
  /** {@link TemporalOrder}. */
  ORDER;

  private static final int COPIED = 1;
  private static final int SYMBOLS = 8;

  /**
   * The task with this lag.
   *
   * @param lag at least 10
   */
  public MemoryTask ofLag(int lag) {
    return switch (this) {
      case ADDING -> AddingProblem.ofLag(lag);
      case COPY -> new CopyMemory(lag, SYMBOLS, COPIED);
      case ORDER -> TemporalOrder.ofLag(lag);
    };
  }
}
