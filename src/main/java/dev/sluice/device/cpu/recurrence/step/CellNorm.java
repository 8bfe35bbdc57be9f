package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.SpanKernels;
import dev.sluice.device.cpu.kernel.StepFrame;

/** The layer normalization of an LSTM's cell state: {@code inner = norm(c) (.) norm_c + bias_c}. */
final class CellNorm {
  private final Kernels kernels;
  private final SpanKernels spans;
  private final LayerNorm norm;

  CellNorm(Kernels kernels, PaddedSizes size) {
    this.kernels = kernels;
    this.spans = kernels.spans();
    this.norm = new LayerNorm(kernels, size, 1);
  }

  void forward(StepFrame f, PackedWeights weights) {
    float[] gains = weights.vectors().of(CellParameter.NORM_C);
    float[] bias = weights.vectors().of(CellParameter.BIAS_C);
    for (int row = 0; row < f.rows; row++) {
      int at = f.stateAt + row * f.stateStride;
      System.arraycopy(f.cell, at, f.normedCell, at, f.block);
      f.cellDeviations[f.packedRow + row] = norm.forward(f.normedCell, at);
      System.arraycopy(bias, 0, f.inner, at, f.block);
      spans.addProduct(gains, 0, f.normedCell, at, f.inner, at, f.block);
    }
  }

  /**
   * Replaces the gradient of inner in innerDerivatives by the gradient of c. Adds to the gradients
   * of norm_c and bias_c.
   */
  void backward(StepFrame f, PackedWeights weights) {
    float[] gains = weights.vectors().of(CellParameter.NORM_C);
    float[] dGains = f.vectorGradients().of(CellParameter.NORM_C);
    float[] dBias = f.vectorGradients().of(CellParameter.BIAS_C);
    for (int row = 0; row < f.rows; row++) {
      int at = f.stateAt + row * f.stateStride;
      int d = row * f.stateStride;
      kernels.addScaled(1, f.innerDerivatives, d, dBias, 0, f.block);
      spans.addProduct(f.innerDerivatives, d, f.normedCell, at, dGains, 0, f.block);
      spans.product(f.innerDerivatives, d, gains, 0, f.scratch, 0, f.block);
      norm.backward(f.scratch, 0, f.normedCell, at, f.cellDeviations[f.packedRow + row]);
      System.arraycopy(f.scratch, 0, f.innerDerivatives, d, f.block);
    }
  }
}
