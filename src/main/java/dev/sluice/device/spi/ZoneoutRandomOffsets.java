package dev.sluice.device.spi;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.cell.Cell;
import dev.sluice.device.RandomStream;
import java.util.Locale;

/**
 * The positions in the {@link RandomStream} from which zoneout draws; for backends. They do not
 * depend on lengths, threads or the kind of plan. Hidden unit j of row n at step s (counted in the
 * direction of the plan) uses number {@code (s*N + n)*P + j}. Cell unit j uses number {@code T*N*P
 * + (s*N + n)*H + j}. A unit keeps its state if its uniform number is below the rate.
 *
 * @param firstCellUnit {@code T*N*P}, the number of the first cell unit
 */
public record ZoneoutRandomOffsets(long firstCellUnit) {
  /** The length of a random stream. */
  private static final long MAX_NUMBERS = 1L << 34;

  /**
   * The positions for a pass over T timesteps of N rows.
   *
   * @throws IllegalArgumentException if the pass needs more numbers than a stream has
   */
  @CanIgnoreReturnValue
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
