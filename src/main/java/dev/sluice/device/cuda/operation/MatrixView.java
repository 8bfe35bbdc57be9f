package dev.sluice.device.cuda.operation;

import dev.sluice.device.cuda.driver.DeviceMemory;
import java.util.Locale;

/**
 * A row-major matrix in device memory, or a block of one: the operand or the result of a product.
 *
 * @param memory its first element
 * @param rows as stored
 * @param columns as stored
 * @param stride elements from one row to the next, at least {@code columns}
 * @param transposed whether a product uses the transpose
 */
public record MatrixView(
    DeviceMemory memory, long rows, int columns, int stride, boolean transposed) {

  /** A matrix whose rows follow each other without a gap. */
  public static MatrixView of(DeviceMemory memory, long rows, int columns) {
    return new MatrixView(memory, rows, columns, columns, false);
  }

  /** The transpose; it shares the memory. */
  public MatrixView transpose() {
    return new MatrixView(memory, rows, columns, stride, !transposed);
  }

  /** The number of rows in the product. */
  long effectiveRows() {
    return transposed ? columns : rows;
  }

  /** The number of columns in the product. */
  long effectiveColumns() {
    return transposed ? rows : columns;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%d, %d]%s", rows, columns, transposed ? "ᵀ" : "");
  }
}
