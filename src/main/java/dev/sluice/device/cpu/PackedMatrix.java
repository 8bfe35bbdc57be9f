package dev.sluice.device.cpu;

import java.util.Arrays;

/**
 * A right operand {@code [depth, columns]} in panels: {@code [panel][depth][panelWidth]}, the last
 * panel filled up with zeros. A product reads it front to back.
 */
final class PackedMatrix {
  private final int depth;
  private final int width;
  private final int panels;
  private final float[] values;

  /** Allocates; the contents are zero. */
  PackedMatrix(int depth, int columns, int panelWidth) {
    this.depth = depth;
    this.width = panelWidth;
    this.panels = (columns + panelWidth - 1) / panelWidth;
    this.values = new float[Math.multiplyExact(Math.multiplyExact(panels, depth), panelWidth)];
  }

  int depth() {
    return depth;
  }

  int panels() {
    return panels;
  }

  float[] values() {
    return values;
  }

  /**
   * For the way forward: column {@code slot * block + j} becomes row {@code gates[slot] * hidden +
   * j} of the weights {@code [G*hidden, depth]}.
   */
  void packForward(float[] weights, int[] gates, int hidden, int block) {
    for (int slot = 0; slot < gates.length; slot++) {
      for (int j = 0; j < hidden; j++) {
        int column = slot * block + j;
        int from = (gates[slot] * hidden + j) * depth;
        int to = column / width * depth * width + column % width;
        for (int k = 0; k < depth; k++) {
          values[to + k * width] = weights[from + k];
        }
      }
    }
  }

  /**
   * For the way back: row {@code slot * block + j} becomes row {@code gates[slot] * hidden + j} of
   * the weights {@code [G*hidden, columns]}.
   */
  void packBackward(float[] weights, int columns, int[] gates, int hidden, int block) {
    for (int slot = 0; slot < gates.length; slot++) {
      for (int j = 0; j < hidden; j++) {
        packRow(weights, (gates[slot] * hidden + j) * columns, columns, slot * block + j);
      }
    }
  }

  /** Row {@code row} becomes {@code columns} values from {@code source[from]} on. */
  void packRow(float[] source, int from, int columns, int row) {
    for (int panel = 0; panel < panels; panel++) {
      int first = panel * width;
      int to = (panel * depth + row) * width;
      int count = Math.min(width, columns - first);
      System.arraycopy(source, from + first, values, to, count);
      Arrays.fill(values, to + count, to + width, 0);
    }
  }
}
