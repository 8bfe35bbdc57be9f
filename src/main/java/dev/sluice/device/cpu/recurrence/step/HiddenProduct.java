package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import org.jspecify.annotations.Nullable;

/**
 * The product with the previous hidden state; with layer normalization, including the
 * normalization.
 */
final class HiddenProduct {
  private final PackedGemm gemm;
  private final int firstBlock;
  private final @Nullable ProductNorm norm;

  HiddenProduct(Cell cell, Kernels kernels, PackedGemm gemm, GateLayout layout, PaddedSizes size) {
    this.gemm = gemm;
    this.firstBlock = layout.recurrent().get(0).blocks().first();
    this.norm =
        cell.layerNorm() ? new ProductNorm(kernels, size, layout, CellParameter.NORM_HH) : null;
  }

  /** {@code gates += W h}. */
  void forward(StepFrame f, PackedWeights weights) {
    PackedMatrix matrix = weights.recurrent(0);
    gemm.multiply(
        f.rows,
        f.previousHidden,
        f.previousHiddenAt,
        f.hiddenStride,
        matrix,
        f.hiddenProduct,
        f.gatesAt + firstBlock * f.block,
        f.gateStride,
        norm == null);
    if (norm != null) {
      norm.forward(f, f.hiddenProduct, f.hiddenDeviations, f.gateRow, f.rows, weights);
    }
  }

  /** {@code dHidden = dGates W}, or {@code +=} if {@code accumulate}. */
  void backward(StepFrame f, PackedWeights weights, boolean accumulate) {
    if (norm != null) {
      norm.backward(f, f.hiddenProduct, f.hiddenDeviations, f.gateRow, f.rows, weights);
    }
    PackedMatrix matrix = weights.recurrent(0);
    gemm.multiply(
        f.rows,
        f.hiddenProduct,
        f.gatesAt + firstBlock * f.block,
        f.gateStride,
        matrix,
        f.dHidden,
        0,
        f.hiddenStride,
        accumulate);
  }
}
