package dev.sluice.device.cuda.recurrence;

import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryBlocks;
import dev.sluice.device.cuda.operation.MatrixOperand;

/**
 * What one of a cell's norms keeps of a pass, over all steps.
 *
 * @param normed {@code [T, N, columns]}, the normalised rows
 * @param scales {@code [T, N]}, what they were multiplied by
 * @param columns of a row
 */
record NormMemory(DeviceMemory normed, DeviceMemory scales, int columns) {

  /**
   * Takes the memory.
   *
   * @param keeps whether any is needed
   * @param rows T*N
   * @return null if none is needed
   */
  static NormMemory takeIf(boolean keeps, MemoryBlocks blocks, long rows, int columns) {
    return keeps ? new NormMemory(blocks.words(rows * columns), blocks.words(rows), columns) : null;
  }

  /** The columns of these gates. */
  MatrixOperand columns(long rows, int first, int count) {
    return new MatrixOperand(normed.plusFloats(first), rows, count, columns, false);
  }
}
