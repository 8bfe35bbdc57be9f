package dev.sluice.device.cpu;

/** Panels {@code [panel][depth][panelWidth]} in one array, read front to back. */
final class PanelMatrix extends PackedMatrix {
  private final Kernels kernels;
  private final int group;
  private final int width;
  private final float[] values;

  /**
   * @param group panels that the kernels take together
   */
  PanelMatrix(Kernels kernels, int depth, int columns, int group) {
    super(depth, columns, kernels.panelWidth());
    this.kernels = kernels;
    this.group = group;
    this.width = kernels.panelWidth();
    this.values = new float[Math.multiplyExact(Math.multiplyExact(panels(), depth), width)];
  }

  @Override
  int groups() {
    return (panels() + group - 1) / group;
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
    int first = firstGroup * group;
    int end = Math.min(panels(), endGroup * group);
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
