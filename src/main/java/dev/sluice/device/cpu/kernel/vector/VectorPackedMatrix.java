package dev.sluice.device.cpu.kernel.vector;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;

/**
 * A packed matrix in one array of panels {@code [panel][depth][panelWidth]}, read front to back.
 */
final class VectorPackedMatrix extends PackedMatrix {
  private final Kernels kernels;
  private final int width;
  private final float[] values;

  VectorPackedMatrix(Kernels kernels, int depth, int columns) {
    super(depth, columns, kernels.panelWidth());
    this.kernels = kernels;
    this.width = kernels.panelWidth();
    this.values = new float[Math.multiplyExact(Math.multiplyExact(panels(), depth), width)];
  }

  /** A thread may begin at any panel. */
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
    kernels.multiply(
        rows,
        depth(),
        a,
        aOffset,
        aStride,
        values,
        at(firstGroup, 0),
        endGroup - firstGroup,
        c,
        cOffset + firstGroup * width,
        cStride,
        accumulate);
  }
}
