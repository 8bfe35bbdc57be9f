package dev.sluice.device.cpu;

/** Products that the calling thread makes alone. */
final class OwnProducts implements PanelProducts {
  private final Kernels kernels;

  OwnProducts(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public void multiply(
      int rows,
      float[] a,
      int aOffset,
      int aStride,
      PackedMatrix b,
      float[] c,
      int cOffset,
      int cStride,
      boolean accumulate) {
    b.multiply(rows, a, aOffset, aStride, 0, b.groups(), c, cOffset, cStride, accumulate);
  }

  @Override
  public void multiplyPanels(
      int depth, int heightPanels, float[] a, int widthPanels, float[] b, float[] c) {
    kernels.multiplyPanels(depth, heightPanels, a, widthPanels, b, 0, c, 0);
  }
}
