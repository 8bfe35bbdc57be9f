package dev.sluice.device.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks where weights are packed, for narrow and wide panels. */
class PackedMatrixTest {
  private static final int DEPTH = 5;
  private static final int[] GATES = {2, 0};

  @ParameterizedTest
  @CsvSource({"4,7,8", "8,10,12", "8,3,4", "16,20,24", "32,33,48", "64,70,72"})
  void forwardTransposesTheRowsOfTheGates(int width, int hidden, int block) {
    Panels packed = new Panels(DEPTH, GATES.length * block, width);
    packed.packForward(weights(3 * hidden * DEPTH), GATES, hidden, block);
    for (int column = 0; column < packed.panels() * width; column++) {
      int slot = column / block;
      int j = column % block;
      for (int k = 0; k < DEPTH; k++) {
        boolean used = slot < GATES.length && j < hidden;
        int expected = used ? (GATES[slot] * hidden + j) * DEPTH + k + 1 : 0;
        assertEquals(expected, packed.get(k, column), "row " + k + ", column " + column);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4,7,8,3", "8,10,12,8", "16,20,24,40", "64,70,72,65"})
  void backwardKeepsTheRowsOfTheGates(int width, int hidden, int block, int columns) {
    Panels packed = new Panels(GATES.length * block, columns, width);
    packed.packBackward(weights(3 * hidden * columns), columns, GATES, hidden, block);
    for (int row = 0; row < GATES.length * block; row++) {
      int j = row % block;
      for (int column = 0; column < packed.panels() * width; column++) {
        boolean used = j < hidden && column < columns;
        int expected = used ? (GATES[row / block] * hidden + j) * columns + column + 1 : 0;
        assertEquals(expected, packed.get(row, column), "row " + row + ", column " + column);
      }
    }
  }

  /** 1, 2, 3 and so on. */
  private static float[] weights(int count) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = i + 1;
    }
    return weights;
  }

  /** A packed matrix of contiguous panels, without products. */
  private static final class Panels extends PackedMatrix {
    private final int width;
    private final float[] values;

    Panels(int depth, int columns, int width) {
      super(depth, columns, width);
      this.width = width;
      this.values = new float[panels() * depth * width];
    }

    float get(int k, int column) {
      return values[at(column / width, k) + column % width];
    }

    @Override
    public int groups() {
      return panels();
    }

    @Override
    public float[] array(int panel, int k) {
      return values;
    }

    @Override
    public int at(int panel, int k) {
      return (panel * depth() + k) * width;
    }

    @Override
    public void multiply(
        int rows,
        float[] a,
        int aOffset,
        int aStride,
        int firstGroup,
        int endGroup,
        float[] c,
        int cOffset,
        int cStride,
        boolean accumulate) {
      throw new UnsupportedOperationException("packing only");
    }
  }
}
