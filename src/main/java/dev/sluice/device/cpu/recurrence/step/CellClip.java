package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/**
 * Limits an LSTM's c to {@code [-bound, bound]}, as in Sak et al. 2014 and cuDNN; no gradient
 * passes where the limit acts.
 */
final class CellClip {
  private final SpanKernels spans;
  private final float bound;

  /**
   * @param bound above 0
   */
  CellClip(Kernels kernels, float bound) {
    this.spans = kernels.spans();
    this.bound = bound;
  }

  /** Limits c and its copy on the way into h. */
  void forward(StepFrame f) {
    for (int row = 0; row < f.rows; row++) {
      int at = f.stateAt + row * f.stateStride;
      spans.clip(bound, f.cell, at, f.block);
      spans.clip(bound, f.inner, at, f.block);
    }
  }

  /** From the gradient of the limited c to that of c. */
  void backward(StepFrame f) {
    for (int row = 0; row < f.rows; row++) {
      int at = f.stateAt + row * f.stateStride;
      spans.clearOutside(-bound, bound, f.cell, at, f.dCell, row * f.stateStride, f.block);
    }
  }
}
