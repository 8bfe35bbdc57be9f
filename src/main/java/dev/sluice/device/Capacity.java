package dev.sluice.device;

import dev.sluice.argument.Require;

/**
 * The largest input of a plan.
 *
 * @param timesteps T, at least 1
 * @param batch N, at least 1
 */
public record Capacity(int timesteps, int batch) {

  /** Checks the sizes. */
  public Capacity {
    Require.atLeast("capacity timesteps", 1, timesteps);
    Require.atLeast("capacity batch", 1, batch);
  }

  /** Whether T timesteps of N rows fit into this capacity. */
  public boolean holds(int timesteps, int batch) {
    return timesteps <= this.timesteps && batch <= this.batch;
  }

  /** The smallest capacity that includes this one and T timesteps of N rows. */
  public Capacity grownTo(int timesteps, int batch) {
    return new Capacity(Math.max(this.timesteps, timesteps), Math.max(this.batch, batch));
  }
}
