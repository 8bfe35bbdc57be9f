package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.recurrence.step.PackedGemm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packs both operands of the weight gradients of one chunk into panels over the packed rows of the
 * chunk. All weights of a shard use these arrays, one after another.
 */
final class GradientPanels {
  private final Kernels kernels;
  private final PackedGemm gemm;
  private final float[] left;
  private final float[] right;
  private int rows;
  private float @Nullable [] packed;
  private int packedColumn;
  private int packedColumns;

  /**
   * Takes the arrays from the shard.
   *
   * @param maxRows the largest number of rows of a chunk
   * @param leftColumns the columns of the widest left operand
   * @param rightColumns the columns of the widest right operand
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

  /** Begins a chunk with this number of rows. */
  void begin(int rows) {
    this.rows = rows;
    packed = null;
  }

  /**
   * Packs rows of a left operand as rows {@code toRow ..} of the chunk. A 1 is appended to each
   * row: the gradient of a bias is the gradient of the weight of a constant input.
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

  /** Packs columns of the gradients of the chunk, unless they are packed already. */
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

  /** Adds {@code leftᵀ right} to a sum. */
  void multiplyInto(WeightGradientSum sum) {
    gemm.multiplyPanels(
        rows, sum.columns() / kernels.panelHeight() + 1, left, sum.panels(), right, sum.values());
  }
}
