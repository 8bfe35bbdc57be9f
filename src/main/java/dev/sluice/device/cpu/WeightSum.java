package dev.sluice.device.cpu;

/**
 * The transposed gradient of a weight over one shard, {@code [columns + 1, width]}, and in its last
 * row the gradient of the bias beside it. It is kept as {@link Kernels#multiplyPanels} writes it:
 * in panels, each of them row by row.
 */
final class WeightSum {
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
  WeightSum(Kernels kernels, Shard shard, int columns, int firstColumn, int width) {
    this.columns = columns;
    this.firstColumn = firstColumn;
    this.width = width;
    this.panelWidth = kernels.panelWidth();
    int rows = Dimensions.roundUp(columns + 1, kernels.panelHeight());
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
   * Adds some entries of one row to elements of a target: {@code to}, {@code to + targetStride},
   * and so on.
   *
   * @param row a column of the weight, or {@code columns} for the bias
   * @param from the first entry, counted from {@code firstColumn}
   */
  void addRow(int row, int from, int count, float[] target, int to, int targetStride) {
    int at = to;
    int column = from;
    while (column < from + count) {
      int panel = column / panelWidth;
      int end = Math.min(from + count, (panel + 1) * panelWidth);
      int source = panel * panelSize + (row - panel) * panelWidth;
      for (; column < end; column++) {
        target[at] += values[source + column];
        at += targetStride;
      }
    }
  }
}
