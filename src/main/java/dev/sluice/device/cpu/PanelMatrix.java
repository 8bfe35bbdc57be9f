package dev.sluice.device.cpu;

/** Panels {@code [panel][depth][panelWidth]} in one array, read front to back. */
final class PanelMatrix extends PackedMatrix {
  /** Panels of a group: tiles of few rows read so many at once. */
  private static final int GROUP = 2;

  private final Kernels kernels;
  private final int width;
  private final float[] values;

  PanelMatrix(Kernels kernels, int depth, int columns) {
    super(depth, columns, kernels.panelWidth());
    this.kernels = kernels;
    this.width = kernels.panelWidth();
    this.values = new float[Math.multiplyExact(Math.multiplyExact(panels(), depth), width)];
  }

  @Override
  int groups() {
    return (panels() + GROUP - 1) / GROUP;
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
    int first = firstGroup * GROUP;
    int end = Math.min(panels(), endGroup * GROUP);
    kernels.multiply(
        rows,
        depth(),
        a,
        aOffset,
        aStride,
        values,
        at(first, 0),
        end - first,
        c,
        cOffset + first * width,
        cStride,
        accumulate);
  }
}
