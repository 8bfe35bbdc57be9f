package dev.sluice.insight.cost;

import dev.sluice.argument.Require;
import dev.sluice.record.RecordCopy;
import java.util.Locale;

/**
 * The input of every layer, and how long it is measured.
 *
 * @param timesteps T, at least 1
 * @param batch N, at least 1
 * @param rounds rounds of measurements, at least 1; each round measures every layer in turn
 * @param warmUpSeconds how long each layer runs before it is measured, above 0
 * @param roundSeconds how long each layer runs in each round, above 0; it runs at least once
 */
public record CostSettings(
    int timesteps, int batch, int rounds, double warmUpSeconds, double roundSeconds) {

  /** Checks the values. */
  public CostSettings {
    Require.atLeast("timesteps", 1, timesteps);
    Require.atLeast("batch", 1, batch);
    Require.atLeast("rounds", 1, rounds);
    Require.positive("warmUpSeconds", warmUpSeconds);
    Require.positive("roundSeconds", roundSeconds);
  }

  /** 32 sequences of 100 timesteps, 7 rounds: three layers take some 10 seconds. */
  public static CostSettings defaults() {
    return new CostSettings(100, 32, 7, 1, 0.25);
  }

  /** A copy with another number of timesteps. */
  public CostSettings withTimesteps(int timesteps) {
    return RecordCopy.with(this, "timesteps", timesteps);
  }

  /** A copy with another batch. */
  public CostSettings withBatch(int batch) {
    return RecordCopy.with(this, "batch", batch);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d sequences of %,d timesteps, %d rounds", batch, timesteps, rounds);
  }
}
