package dev.sluice.device;

import java.util.Locale;

/**
 * The largest input of a plan.
 *
 * @param timesteps T, at least 1
 * @param batch N, at least 1
 */
public record Capacity(int timesteps, int batch) {

  /** Checks the sizes. */
  public Capacity {
    if (timesteps < 1 || batch < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "capacity: expected at least 1 timestep and 1 row, got %d and %d",
              timesteps,
              batch));
    }
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
