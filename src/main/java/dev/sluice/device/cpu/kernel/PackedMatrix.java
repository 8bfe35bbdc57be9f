package dev.sluice.device.cpu.kernel;

import java.util.Arrays;

/**
 * A right operand {@code [depth, columns]} as the kernels read it: packed once, multiplied many
 * times. The columns are divided into panels, the last one filled up with zeros, and the panels
 * into groups: one thread takes at least a whole group.
 */
public abstract class PackedMatrix {
  /** Columns that are packed together: no more rows of weights than a set of the cache holds. */
  private static final int TILE = 8;

  private final int depth;
  private final int width;
  private final int panels;

  /** The contents are zero. */
  public PackedMatrix(int depth, int columns, int panelWidth) {
    this.depth = depth;
    this.width = panelWidth;
    this.panels = (columns + panelWidth - 1) / panelWidth;
  }

  public final int depth() {
    return depth;
  }

  public final int panels() {
    return panels;
  }

  public abstract int groups();

  /** The array that holds row {@code k} of a panel. */
  public abstract float[] array(int panel, int k);

  /** Where in its array row {@code k} of a panel begins. */
  public abstract int at(int panel, int k);

  /**
   * {@code C[rows, panels * panelWidth] = A[rows, depth] B}, or {@code +=} if {@code accumulate};
   * of that the columns of the groups {@code firstGroup .. endGroup - 1}.
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
   * For the way forward: column {@code slot * block + j} becomes row {@code gates[slot] * hidden +
   * j} of the weights {@code [G*hidden, depth]}.
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
   * Fills columns from {@code column} on, all of one panel, with rows of a matrix {@code [, depth]}
   * that begin at {@code source[from]}.
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
   * For the way back: row {@code slot * block + j} becomes row {@code gates[slot] * hidden + j} of
   * the weights {@code [G*hidden, columns]}.
   */
  public final void packBackward(float[] weights, int columns, int[] gates, int hidden, int block) {
    for (int slot = 0; slot < gates.length; slot++) {
      for (int j = 0; j < hidden; j++) {
        packRow(weights, (gates[slot] * hidden + j) * columns, columns, slot * block + j);
      }
    }
  }

  /** Row {@code row} becomes {@code columns} values from {@code source[from]} on. */
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
