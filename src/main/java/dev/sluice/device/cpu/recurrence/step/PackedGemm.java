package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;

/**
 * The matrix products of a pass, with packed right operands. Implementations use one thread or
 * several.
 */
public interface PackedGemm {

  /**
   * {@code C[rows, panels * panelWidth] = A[rows, depth] B}, or {@code +=} if {@code accumulate}.
   */
  void multiply(
      int rows,
      float[] a,
      int aOffset,
      int aStride,
      PackedMatrix b,
      float[] c,
      int cOffset,
      int cStride,
      boolean accumulate);

  /** {@code C += Aᵀ B}, with all operands in panels, see {@link Kernels#multiplyPanels}. */
  void multiplyPanels(
      int depth, int heightPanels, float[] a, int widthPanels, float[] b, float[] c);
}
