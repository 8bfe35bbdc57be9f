package dev.sluice.device.cpu;

/** Each group of panels in blocks as {@link PlainTiles} reads them, a block after another. */
final class PlainMatrix extends PackedMatrix {
  /** Panels of each group but the last. */
  private final int groupPanels;

  /** {@code [group][block][]}. */
  private final float[][][] blocks;

  /**
   * @param parts into which the columns can be divided
   */
  PlainMatrix(int depth, int columns, int parts) {
    super(depth, columns, PlainTiles.WIDTH);
    int least = Math.max(parts, divideUp(panels(), PlainTiles.MOST_PANELS));
    groupPanels = divideUp(panels(), least);
    blocks = new float[divideUp(panels(), groupPanels)][][];
    for (int group = 0; group < blocks.length; group++) {
      blocks[group] = PlainTiles.blocks(depth);
    }
  }

  private static int divideUp(int value, int by) {
    return (value + by - 1) / by;
  }

  @Override
  int groups() {
    return blocks.length;
  }

  @Override
  float[] array(int panel, int k) {
    return blocks[panel / groupPanels][k / PlainTile.DEPTH];
  }

  @Override
  int at(int panel, int k) {
    return k % PlainTile.DEPTH * PlainTile.STRIDE + panel % groupPanels * PlainTiles.WIDTH;
  }

  @Override
  void multiply(
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
    for (int group = firstGroup; group < endGroup; group++) {
      int panel = group * groupPanels;
      int count = Math.min(groupPanels, panels() - panel);
      PlainTiles.ofThread()
          .withLeft(a, aOffset, aStride, aStride, 1)
          .withResult(c, cOffset + panel * PlainTiles.WIDTH, cStride, PlainTiles.WIDTH)
          .multiplyBlocks(rows, depth(), blocks[group], count, accumulate);
    }
  }
}
