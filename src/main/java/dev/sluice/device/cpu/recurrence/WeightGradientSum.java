package dev.sluice.device.cpu.recurrence;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;

/**
 * The transposed gradient of a weight over one shard, {@code [columns + 1, width]}, and in its last
 * row the gradient of the bias beside it. It is kept as {@link Kernels#multiplyPanels} writes it:
 * in panels, each of them row by row.
 */
final class WeightGradientSum {
  /** Rows of the weight that are written together while the sum is read along its rows. */
  private static final int TILE = 16;

  private final float[] values;
  private final int columns;
  private final int firstColumn;
  private final int width;
  private final int panelWidth;
  private final int panelSize;
  private final int panels;

  /**
   * @param columns of the weight
   * @param firstColumn where what the weight makes begins in a row of it: in that of the gates, say
   * @param width how many columns of that row it makes
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
   * Adds some entries of each row but the last to the rows of a weight {@code [count, columns]}
   * that begin at {@code to}.
   *
   * @param from the first entry, counted from {@code firstColumn}
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

  /** Adds some entries of the last row to those of a bias that begin at {@code to}. */
  void addBias(int from, int count, float[] target, int to) {
    int last = columns * panelWidth;
    for (int j = from; j < from + count; j++) {
      target[to + j - from] += values[j / panelWidth * panelSize + last + j % panelWidth];
    }
  }
}
