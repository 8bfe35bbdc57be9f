package dev.sluice.device.cuda;

/**
 * Sums of columns over many rows, in a fixed order: in parts of {@link #PART_ROWS} rows, whose sums
 * are rows again, until there is one part.
 */
final class RowSums {
  /** As in elementwise.cu. */
  private static final int PART_ROWS = 512;

  /** Columns that a block sums. */
  private static final int TILE_COLUMNS = 32;

  private final CudaDevice device;

  RowSums(CudaDevice device) {
    this.device = device;
  }

  /**
   * Submits {@code sum[c] += sum over r of source[r][c]}; within a turn.
   *
   * @param source {@code [rows, columns]}
   * @param sum {@code [columns]}
   */
  void add(DeviceMemory source, long rows, int columns, DeviceMemory sum) {
    long parts = parts(rows);
    if (parts <= 1) {
      submit("add_row_sums", source, rows, columns, sum);
      return;
    }
    try (MemoryPool.Loan sums = device.pool().lend(parts * columns * Float.BYTES)) {
      submit("sum_parts_of_rows", source, rows, columns, sums.memory());
      add(sums.memory(), parts, columns, sum);
    }
  }

  private void submit(
      String kernel, DeviceMemory source, long rows, int columns, DeviceMemory sums) {
    long tiles = parts(rows) * ((columns + TILE_COLUMNS - 1L) / TILE_COLUMNS);
    device
        .kernel("elementwise", kernel)
        .memory(source)
        .int64(rows)
        .int32(columns)
        .memory(sums)
        .overBlocks(tiles);
  }

  private static long parts(long rows) {
    return (rows + PART_ROWS - 1) / PART_ROWS;
  }
}
