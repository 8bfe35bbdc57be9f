package dev.sluice.device.cuda.operation;

import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.device.cuda.driver.MemoryPool;
import org.jspecify.annotations.Nullable;

/**
 * Sums each column over many rows, in a fixed order. It sums parts of {@link #PART_ROWS} rows; the
 * sums of the parts are rows again, and so on until one part is left.
 */
public final class RowSums {
  /** Rows of a part, as in elementwise.cu. */
  private static final int PART_ROWS = 512;

  /** Columns that a block sums. */
  private static final int TILE_COLUMNS = 32;

  private final CudaBackend device;

  public RowSums(CudaBackend device) {
    this.device = device;
  }

  /**
   * Submits {@code sum[c] += sum over r of values[r][c]}, into one or two sums. Needs the device's
   * lock.
   *
   * @param first {@code [columns]}, or null
   * @param second {@code [columns]}, or null
   */
  public void add(MatrixView values, @Nullable DeviceMemory first, @Nullable DeviceMemory second) {
    if (first != null || second != null) {
      submit(values, null, first, second);
    }
  }

  /**
   * Submits {@code sum[c] += sum over r of values[r][c] * factors[r][c]}. Needs the device's lock.
   *
   * @param sum {@code [columns]}
   */
  public void addProducts(MatrixView values, MatrixView factors, DeviceMemory sum) {
    submit(values, factors, sum, null);
  }

  private void submit(
      MatrixView values,
      @Nullable MatrixView factors,
      @Nullable DeviceMemory first,
      @Nullable DeviceMemory second) {
    long parts = parts(values);
    if (parts <= 1) {
      summing("add_row_sums", values, factors)
          .memory(first)
          .memory(second)
          .overBlocks(tiles(values));
      return;
    }
    try (MemoryPool.Loan loan = device.pool().lend(parts * values.columns() * Float.BYTES)) {
      summing("sum_parts_of_rows", values, factors).memory(loan.memory()).overBlocks(tiles(values));
      submit(MatrixView.of(loan.memory(), parts, values.columns()), null, first, second);
    }
  }

  /** Begins the launch of a kernel whose first argument is {@code struct Summands}. */
  private Launch summing(String kernel, MatrixView values, @Nullable MatrixView factors) {
    return device
        .kernel("elementwise", kernel)
        .memory(values.memory())
        .memory(factors == null ? null : factors.memory())
        .int64(values.rows())
        .int32(values.columns())
        .int32(values.stride())
        .int32(factors == null ? 0 : factors.stride())
        .padTo(Long.BYTES);
  }

  private static long parts(MatrixView values) {
    return (values.rows() + PART_ROWS - 1) / PART_ROWS;
  }

  private static long tiles(MatrixView values) {
    return parts(values) * ((values.columns() + TILE_COLUMNS - 1L) / TILE_COLUMNS);
  }
}
