package dev.sluice.device.cpu.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import dev.sluice.device.cpu.recurrence.step.PackedGemm;
import dev.sluice.device.cpu.recurrence.step.PackedWeights;
import dev.sluice.device.cpu.recurrence.step.ProductNorm;
import org.jspecify.annotations.Nullable;

/**
 * The product with the input, computed for all packed rows of a chunk of timesteps at once; with
 * layer normalization, including the normalization.
 */
final class InputProduct {
  private final Kernels kernels;
  private final PackedGemm gemm;
  private final PaddedSizes size;
  private final int firstColumn;
  private final @Nullable ProductNorm norm;

  InputProduct(Cell cell, Kernels kernels, PackedGemm gemm, GateLayout layout, PaddedSizes size) {
    this.kernels = kernels;
    this.gemm = gemm;
    this.size = size;
    this.firstColumn = layout.input().first() * size.block;
    this.norm =
        cell.layerNorm() ? new ProductNorm(kernels, size, layout, CellParameter.NORM_IH) : null;
  }

  /** {@code gates = W x + biases} for the timesteps {@code first .. end - 1}. */
  void forward(ShardBuffers shard, int first, int end, FeatureSlice x, PackedWeights weights) {
    PackedSequenceLayout steps = shard.steps();
    StepFrame f = shard.frame;
    int from = shard.gateRow(first);
    int rows = steps.offset(end) - steps.offset(first);
    SequenceCopy.gather(steps, first, end, x, shard.x, from, size.input);
    for (int row = from; row < from + rows; row++) {
      System.arraycopy(weights.bias(), 0, f.gates, row * size.gateStride, size.gateStride);
    }
    gemm.multiply(
        rows,
        shard.x,
        from * size.input,
        size.input,
        weights.input(),
        f.inputProduct,
        from * size.gateStride + firstColumn,
        size.gateStride,
        norm == null);
    if (norm != null) {
      norm.forward(f, f.inputProduct, f.inputDeviations, from, rows, weights);
    }
  }

  /** Computes the gradients of the product from the gradients of the gates. */
  void backward(ShardBuffers shard, int first, int end, PackedWeights weights) {
    if (norm != null) {
      StepFrame f = shard.frame;
      int from = shard.steps().offset(first);
      int rows = shard.steps().offset(end) - from;
      norm.backward(f, f.inputProduct, f.inputDeviations, from, rows, weights);
    }
  }

  /**
   * Adds {@code dGates W} to the gradient of the input, after {@link #backward}.
   *
   * @param dX scratch memory for the rows of the chunk, {@code stride} apart
   */
  void addInputGradient(
      ShardBuffers shard,
      int first,
      int end,
      float[] dX,
      int stride,
      FeatureSlice target,
      PackedMatrix weights) {
    PackedSequenceLayout steps = shard.steps();
    int from = steps.offset(first);
    gemm.multiply(
        steps.offset(end) - from,
        shard.frame.inputProduct,
        from * size.gateStride + firstColumn,
        size.gateStride,
        weights,
        dX,
        0,
        stride,
        false);
    for (int step = first; step < end; step++) {
      int at = (steps.offset(step) - from) * stride;
      SequenceCopy.scatterAdd(kernels, steps, step, dX, at, stride, target);
    }
  }
}
