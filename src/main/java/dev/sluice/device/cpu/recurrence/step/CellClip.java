package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/**
 * Clips c of an LSTM to {@code [-bound, bound]}, as in Sak et al. 2014 and cuDNN. No gradient flows
 * through a clipped value.
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

  /** Clips c and its copy in the inner state. */
  void forward(StepFrame f) {
    for (int row = 0; row < f.rows; row++) {
      int at = f.stateAt + row * f.stateStride;
      spans.clip(bound, f.cell, at, f.block);
      spans.clip(bound, f.inner, at, f.block);
    }
  }

  /** Sets the gradient of c to zero where c is clipped. */
  void backward(StepFrame f) {
    for (int row = 0; row < f.rows; row++) {
      int at = f.stateAt + row * f.stateStride;
      spans.clearOutside(-bound, bound, f.cell, at, f.dCell, row * f.stateStride, f.block);
    }
  }
}
