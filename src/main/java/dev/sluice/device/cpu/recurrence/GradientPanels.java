package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.recurrence.step.PackedGemm;
import java.util.Arrays;

/**
 * Both operands of the weight gradients of one chunk of packed rows, in panels over those rows.
 * Shared by all weights of a shard, one after another.
 */
final class GradientPanels {
  private final Kernels kernels;
  private final PackedGemm gemm;
  private final float[] left;
  private final float[] right;
  private int rows;
  private float[] packed;
  private int packedColumn;
  private int packedColumns;

  /**
   * @param maxRows of a chunk
   * @param leftColumns of the widest left operand
   * @param rightColumns of the widest right operand
   */
  GradientPanels(
      Kernels kernels,
      PackedGemm gemm,
      ShardBuffers shard,
      int maxRows,
      int leftColumns,
      int rightColumns) {
    this.kernels = kernels;
    this.gemm = gemm;
    long height = PaddedSizes.roundUp(leftColumns + 1, kernels.panelHeight());
    long width = PaddedSizes.roundUp(rightColumns, kernels.panelWidth());
    left = shard.take(height * maxRows);
    right = shard.take(width * maxRows);
  }

  /** Begins a chunk of this many rows. */
  void begin(int rows) {
    this.rows = rows;
    packed = null;
  }

  /**
   * Packs rows of a left operand as rows {@code toRow ..} of the chunk, each followed by a 1: the
   * gradient of a bias is that of the weight of a constant input.
   */
  void packLeft(float[] source, int at, int stride, int columns, int count, int toRow) {
    int height = kernels.panelHeight();
    for (int row = 0; row < count; row++) {
      int from = at + row * stride;
      int to = (toRow + row) * height;
      for (int column = 0; column <= columns; column += height) {
        int filled = Math.min(height, columns - column);
        for (int i = 0; i < filled; i++) {
          left[to + i] = source[from + column + i];
        }
        for (int i = filled; i < height; i++) {
          left[to + i] = i == filled ? 1 : 0;
        }
        to += rows * height;
      }
    }
  }

  /** Packs columns of the chunk's gradients, unless they are packed already. */
  void packRight(float[] gradients, int at, int stride, int firstColumn, int columns) {
    if (gradients == packed && firstColumn == packedColumn && columns == packedColumns) {
      return;
    }
    packed = gradients;
    packedColumn = firstColumn;
    packedColumns = columns;
    int width = kernels.panelWidth();
    for (int row = 0; row < rows; row++) {
      int from = at + row * stride + firstColumn;
      int to = row * width;
      for (int column = 0; column < columns; column += width) {
        int filled = Math.min(width, columns - column);
        System.arraycopy(gradients, from + column, right, to, filled);
        Arrays.fill(right, to + filled, to + width, 0);
        to += rows * width;
      }
    }
  }

  /** Adds {@code leftᵀ right}. */
  void multiplyInto(WeightGradientSum sum) {
    gemm.multiplyPanels(
        rows, sum.columns() / kernels.panelHeight() + 1, left, sum.panels(), right, sum.values());
  }
}
