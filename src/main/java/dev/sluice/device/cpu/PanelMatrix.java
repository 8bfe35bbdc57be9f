package dev.sluice.device.cpu;

/** Panels {@code [panel][depth][panelWidth]} in one array, read front to back. */
final class PanelMatrix extends PackedMatrix {
  private final Kernels kernels;
  private final int width;
  private final float[] values;

  PanelMatrix(Kernels kernels, int depth, int columns) {
    super(depth, columns, kernels.panelWidth());
    this.kernels = kernels;
    this.width = kernels.panelWidth();
    this.values = new float[Math.multiplyExact(Math.multiplyExact(panels(), depth), width)];
  }

  /** Any panel may begin a part. */
  @Override
  int groups() {
    return panels();
  }

  @Override
  float[] array(int panel, int k) {
    return values;
  }

  @Override
  int at(int panel, int k) {
    return (panel * depth() + k) * width;
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
