package dev.sluice.device.spi;

import dev.sluice.cell.Cell;
import dev.sluice.device.RandomStream;
import java.util.Locale;

/**
 * Which numbers of its {@link RandomStream} a pass's zoneout takes; for backends. They do not
 * depend on lengths, threads or plan. The hidden unit j of row n at step s, counted in the plan's
 * direction, takes number {@code (s*N + n)*P + j}; cell unit j takes {@code T*N*P + (s*N + n)*H +
 * j}. A unit keeps its state where the uniform number is below the rate.
 *
 * @param firstCellUnit {@code T*N*P}, the number of the first cell unit
 */
public record ZoneoutRandomOffsets(long firstCellUnit) {
  /** Numbers of a stream. */
  private static final long MAX_NUMBERS = 1L << 34;

  /**
   * The numbers of a pass.
   *
   * @throws IllegalArgumentException if a stream has fewer than it needs
   */
  public static ZoneoutRandomOffsets of(Cell cell, int timesteps, int batch) {
    long rows = (long) timesteps * batch;
    long needed = Math.multiplyExact(rows, (long) cell.outputSize() + cell.hiddenSize());
    if (cell.zoneout().acts() && needed > MAX_NUMBERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "x: expected at most 2^34 units to zone out, got %d (%d timesteps of %d rows)",
              needed,
              timesteps,
              batch));
    }
    return new ZoneoutRandomOffsets(rows * cell.outputSize());
  }
}
