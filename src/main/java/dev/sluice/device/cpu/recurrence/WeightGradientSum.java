package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;

/**
 * The transposed gradient of a weight over one shard, {@code [columns + 1, width]}. The last row is
 * the gradient of the bias. It has the layout that {@link Kernels#multiplyPanels} writes: panels,
 * each of them row by row.
 */
final class WeightGradientSum {
  /**
   * The number of rows of the weight that are written together while the sum is read along its
   * rows.
   */
  private static final int TILE = 16;

  private final float[] values;
  private final int columns;
  private final int firstColumn;
  private final int width;
  private final int panelWidth;
  private final int panelSize;
  private final int panels;

  /**
   * Takes an array of zeros from the shard.
   *
   * @param columns the columns of the weight
   * @param firstColumn the column of the product's result at which this weight begins, for example
   *     in a row of gates
   * @param width the number of columns that this weight computes
   */
  WeightGradientSum(Kernels kernels, ShardBuffers shard, int columns, int firstColumn, int width) {
    this.columns = columns;
    this.firstColumn = firstColumn;
    this.width = width;
    this.panelWidth = kernels.panelWidth();
    int rows = PaddedSizes.roundUp(columns + 1, kernels.panelHeight());
    this.panelSize = Math.multiplyExact(rows, panelWidth);
    this.panels = (width + panelWidth - 1) / panelWidth;
    this.values = shard.takeZeros(Math.multiplyExact(panels, panelSize));
  }

  float[] values() {
    return values;
  }

  int columns() {
    return columns;
  }

  int firstColumn() {
    return firstColumn;
  }

  int width() {
    return width;
  }

  int panels() {
    return panels;
  }

  /**
   * Adds the gradient of {@code count} rows of a weight {@code [count, columns]} to target, from
   * {@code to}.
   *
   * @param from the first entry of a row of the sum, counted from {@code firstColumn}
   */
  void addWeight(int from, int count, float[] target, int to) {
    int n;
    for (int j = 0; j < count; j += n) {
      int inPanel = (from + j) % panelWidth;
      n = Math.min(Math.min(TILE, count - j), panelWidth - inPanel);
      int source = (from + j) / panelWidth * panelSize + inPanel;
      addTile(source, n, target, to + j * columns);
    }
  }

  private void addTile(int from, int count, float[] target, int to) {
    for (int c = 0; c < columns; c++) {
      int source = from + c * panelWidth;
      for (int i = 0; i < count; i++) {
        target[to + i * columns + c] += values[source + i];
      }
    }
  }

  /** Adds the gradient of {@code count} elements of a bias to target, from {@code to}. */
  void addBias(int from, int count, float[] target, int to) {
    int last = columns * panelWidth;
    for (int j = from; j < from + count; j++) {
      target[to + j - from] += values[j / panelWidth * panelSize + last + j % panelWidth];
    }
  }
}
