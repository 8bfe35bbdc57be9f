package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Activation;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/**
 * Clips pre-activations to {@code [-bound, bound]}. Activations are monotone, so a value was
 * clipped if its activation equals the activation of one of the bounds. Therefore nothing more is
 * kept for the backward pass.
 */
final class PreactivationClip {
  private final SpanKernels spans;
  private final float bound;
  private final float low;
  private final float high;

  /**
   * @param bound above 0
   */
  PreactivationClip(Kernels kernels, Activation activation, float bound) {
    this.spans = kernels.spans();
    this.bound = bound;
    float[] ends = new float[2 * kernels.lanes()];
    ends[0] = -bound;
    ends[kernels.lanes()] = bound;
    kernels.activate(activation, ends, 0, ends.length, 1, ends.length);
    low = Math.min(ends[0], ends[kernels.lanes()]);
    high = Math.max(ends[0], ends[kernels.lanes()]);
  }

  /** Clips the pre-activations. */
  void forward(StepFrame f, int column, int length) {
    for (int row = 0; row < f.rows; row++) {
      spans.clip(bound, f.gates, f.gatesAt + row * f.gateStride + column, length);
    }
  }

  /** Sets the derivatives of clipped values to zero. */
  void derivatives(StepFrame f, int column, int length) {
    for (int row = 0; row < f.rows; row++) {
      int at = row * f.gateStride + column;
      spans.clearOutside(low, high, f.gates, f.gatesAt + at, f.derivatives, at, length);
    }
  }
}
