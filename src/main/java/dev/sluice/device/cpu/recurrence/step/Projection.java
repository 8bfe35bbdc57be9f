package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.device.cpu.kernel.PackedMatrix;
import dev.sluice.device.cpu.kernel.StepFrame;

/**
 * The projection of an LSTM, {@code h = W_hr m}, H. Sak, A. Senior and F. Beaufays, <em>Long
 * Short-Term Memory Recurrent Neural Network Architectures for Large Scale Acoustic Modeling</em>,
 * 2014.
 */
final class Projection {
  private final PackedGemm gemm;

  Projection(PackedGemm gemm) {
    this.gemm = gemm;
  }

  void forward(StepFrame f, PackedWeights weights) {
    PackedMatrix matrix = weights.projection();
    gemm.multiply(
        f.rows,
        f.output,
        f.stateAt,
        f.stateStride,
        matrix,
        f.hidden,
        f.hiddenAt,
        f.hiddenStride,
        false);
  }

  /** Computes dOutput from dHidden. Keeps dHidden for the gradient of the weights. */
  void backward(StepFrame f, PackedWeights weights) {
    PackedMatrix matrix = weights.projection();
    System.arraycopy(f.dHidden, 0, f.dProjected, f.hiddenAt, f.rows * f.hiddenStride);
    gemm.multiply(f.rows, f.dHidden, 0, f.hiddenStride, matrix, f.dOutput, 0, f.stateStride, false);
  }
}
