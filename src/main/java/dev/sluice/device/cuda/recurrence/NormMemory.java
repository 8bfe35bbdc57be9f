package dev.sluice.device.cuda.recurrence;

import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryArena;
import dev.sluice.device.cuda.operation.MatrixView;
import org.jspecify.annotations.Nullable;

/**
 * What a layer norm of a cell keeps for the backward pass, over all steps.
 *
 * @param normed {@code [T, N, columns]}, the normalized rows
 * @param scales {@code [T, N]}, the factor of each row: the inverse of its standard deviation
 * @param columns the length of a row
 */
record NormMemory(DeviceMemory normed, DeviceMemory scales, int columns) {

  /**
   * Takes the memory, if it is needed.
   *
   * @param keeps whether it is needed
   * @param rows T*N
   * @return null if it is not needed
   */
  static @Nullable NormMemory takeIf(boolean keeps, MemoryArena blocks, long rows, int columns) {
    return keeps ? new NormMemory(blocks.words(rows * columns), blocks.words(rows), columns) : null;
  }

  /** The normalized rows, restricted to some columns. */
  MatrixView columns(long rows, int first, int count) {
    return new MatrixView(normed.plusFloats(first), rows, count, columns, false);
  }
}
