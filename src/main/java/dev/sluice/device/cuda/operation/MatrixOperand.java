package dev.sluice.device.cuda.operation;

import dev.sluice.device.cuda.driver.DeviceMemory;
import java.util.Locale;

/**
 * A row-major operand of a product, or a part of one.
 *
 * @param memory its first element
 * @param rows as stored
 * @param columns as stored
 * @param stride elements from one row to the next, at least {@code columns}
 * @param transposed whether it takes part transposed
 */
public record MatrixOperand(
    DeviceMemory memory, long rows, int columns, int stride, boolean transposed) {

  /** Rows that follow each other without a gap. */
  public static MatrixOperand of(DeviceMemory memory, long rows, int columns) {
    return new MatrixOperand(memory, rows, columns, columns, false);
  }

  /** The same elements, taking part transposed. */
  public MatrixOperand transpose() {
    return new MatrixOperand(memory, rows, columns, stride, !transposed);
  }

  /** Rows as they take part. */
  long effectiveRows() {
    return transposed ? columns : rows;
  }

  /** Columns as they take part. */
  long effectiveColumns() {
    return transposed ? rows : columns;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%d, %d]%s", rows, columns, transposed ? "ᵀ" : "");
  }
}
