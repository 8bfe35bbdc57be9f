package dev.sluice.device.cpu;

/** Panels {@code [panel][depth][panelWidth]} in one array, read front to back. */
final class VectorMatrix extends PackedMatrix {
  private final float[] values;

  VectorMatrix(int depth, int columns) {
    super(depth, columns, VectorTiles.WIDTH);
    int length = Math.multiplyExact(Math.multiplyExact(panels(), depth), VectorTiles.WIDTH);
    values = new float[length];
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
    return (panel * depth() + k) * VectorTiles.WIDTH;
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
    VectorKernels.multiply(
        rows,
        depth(),
        a,
        aOffset,
        aStride,
        values,
        at(firstGroup, 0),
        endGroup - firstGroup,
        c,
        cOffset + firstGroup * VectorTiles.WIDTH,
        cStride,
        accumulate);
  }
}
