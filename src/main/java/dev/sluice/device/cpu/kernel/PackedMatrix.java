package dev.sluice.device.cpu.kernel;

import java.util.Arrays;

/**
 * A right operand {@code [depth, columns]} in the layout that the kernels read. It is packed once
 * and multiplied many times. The columns are divided into panels; the last panel is padded with
 * zeros. The panels are divided into groups; one thread multiplies whole groups.
 */
public abstract class PackedMatrix {
  /**
   * The number of columns that are packed together. Their rows of weights fit into one set of the
   * cache.
   */
  private static final int TILE = 8;

  private final int depth;
  private final int width;
  private final int panels;

  /** Creates a matrix of zeros. */
  public PackedMatrix(int depth, int columns, int panelWidth) {
    this.depth = depth;
    this.width = panelWidth;
    this.panels = (columns + panelWidth - 1) / panelWidth;
  }

  /** The number of rows. */
  public final int depth() {
    return depth;
  }

  /** The number of panels. */
  public final int panels() {
    return panels;
  }

  /** The number of groups of panels. */
  public abstract int groups();

  /** The array that contains row {@code k} of a panel. */
  public abstract float[] array(int panel, int k);

  /** The position of row {@code k} of a panel in its array. */
  public abstract int at(int panel, int k);

  /**
   * {@code C[rows, panels * panelWidth] = A[rows, depth] B}, or {@code +=} if {@code accumulate},
   * for the columns of the groups {@code firstGroup .. endGroup - 1} only.
   */
  public abstract void multiply(
      int rows,
      float[] a,
      int aOffset,
      int aStride,
      int firstGroup,
      int endGroup,
      float[] c,
      int cOffset,
      int cStride,
      boolean accumulate);

  /**
   * Packs weights for the forward pass, transposed: row {@code gates[slot] * hidden + j} of the
   * weights {@code [G*hidden, depth]} becomes column {@code slot * block + j}.
   */
  public final void packForward(float[] weights, int[] gates, int hidden, int block) {
    for (int slot = 0; slot < gates.length; slot++) {
      int count;
      for (int j = 0; j < hidden; j += count) {
        int column = slot * block + j;
        count = Math.min(Math.min(TILE, hidden - j), width - column % width);
        packColumns(weights, (gates[slot] * hidden + j) * depth, count, column);
      }
    }
  }

  /**
   * Copies rows of a matrix {@code [, depth]} that begin at {@code source[from]} to {@code count}
   * columns from {@code column}, all in one panel.
   */
  private void packColumns(float[] source, int from, int count, int column) {
    int panel = column / width;
    for (int k = 0; k < depth; k++) {
      float[] values = array(panel, k);
      int to = at(panel, k) + column % width;
      for (int i = 0; i < count; i++) {
        values[to + i] = source[from + i * depth + k];
      }
    }
  }

  /**
   * Packs weights for the backward pass: row {@code gates[slot] * hidden + j} of the weights {@code
   * [G*hidden, columns]} becomes row {@code slot * block + j}.
   */
  public final void packBackward(float[] weights, int columns, int[] gates, int hidden, int block) {
    for (int slot = 0; slot < gates.length; slot++) {
      for (int j = 0; j < hidden; j++) {
        packRow(weights, (gates[slot] * hidden + j) * columns, columns, slot * block + j);
      }
    }
  }

  /** Copies {@code columns} values from {@code source[from]} to row {@code row}. */
  public final void packRow(float[] source, int from, int columns, int row) {
    for (int panel = 0; panel < panels; panel++) {
      int first = panel * width;
      float[] values = array(panel, row);
      int to = at(panel, row);
      int count = Math.min(width, columns - first);
      System.arraycopy(source, from + first, values, to, count);
      Arrays.fill(values, to + count, to + width, 0);
    }
  }
}
