package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;

/** Matrix products on the calling thread. */
public final class SingleThreadGemm implements PackedGemm {
  private final Kernels kernels;

  public SingleThreadGemm(Kernels kernels) {
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
