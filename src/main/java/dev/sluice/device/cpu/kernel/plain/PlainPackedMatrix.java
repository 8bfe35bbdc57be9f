package dev.sluice.device.cpu.kernel.plain;

import dev.sluice.device.cpu.kernel.PackedMatrix;

/** A packed matrix for {@link PlainGemm}: each group of panels is stored in its blocks. */
final class PlainPackedMatrix extends PackedMatrix {
  /** The number of panels of each group except the last. */
  private final int groupPanels;

  /** {@code [group][block][]}. */
  private final float[][][] blocks;

  /**
   * Creates a matrix of zeros.
   *
   * @param parts the number of parts into which threads divide the columns
   */
  PlainPackedMatrix(int depth, int columns, int parts) {
    super(depth, columns, PlainGemm.WIDTH);
    int least = Math.max(parts, divideUp(panels(), PlainGemm.MAX_PANELS));
    groupPanels = divideUp(panels(), least);
    blocks = new float[divideUp(panels(), groupPanels)][][];
    for (int group = 0; group < blocks.length; group++) {
      blocks[group] = PlainGemm.blocks(depth);
    }
  }

  private static int divideUp(int value, int by) {
    return (value + by - 1) / by;
  }

  @Override
  public int groups() {
    return blocks.length;
  }

  @Override
  public float[] array(int panel, int k) {
    return blocks[panel / groupPanels][k / PlainMicroKernel.DEPTH];
  }

  @Override
  public int at(int panel, int k) {
    return k % PlainMicroKernel.DEPTH * PlainMicroKernel.STRIDE
        + panel % groupPanels * PlainGemm.WIDTH;
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
    for (int group = firstGroup; group < endGroup; group++) {
      int panel = group * groupPanels;
      int count = Math.min(groupPanels, panels() - panel);
      PlainGemm.ofThread()
          .withLeft(a, aOffset, aStride, aStride, 1)
          .withResult(c, cOffset + panel * PlainGemm.WIDTH, cStride, PlainGemm.WIDTH)
          .multiplyBlocks(rows, depth(), blocks[group], count, accumulate);
    }
  }
}
