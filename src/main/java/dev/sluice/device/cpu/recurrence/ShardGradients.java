package dev.sluice.device.cpu.recurrence;

import static java.util.Objects.requireNonNull;

import dev.sluice.cell.Cell;
import dev.sluice.device.cpu.kernel.ElementwiseParameters;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.GateLayout.Blocks;
import dev.sluice.device.cpu.kernel.GateLayout.Operand;
import dev.sluice.device.cpu.kernel.GateLayout.RecurrentProduct;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import dev.sluice.device.cpu.recurrence.step.PackedGemm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of the parameters of a cell over one shard, summed chunk by chunk. Weight gradients
 * are stored transposed, {@code [columns of the weight, blocks of gates]}, so that vectors run
 * along the longer side.
 */
final class ShardGradients {
  private final Kernels kernels;
  private final ShardBuffers shard;
  private final GateLayout layout;
  private final GradientPanels panels;
  private final WeightGradientSum input;
  private final List<WeightGradientSum> recurrent = new ArrayList<>();
  private final @Nullable WeightGradientSum projection;
  private final @Nullable WeightGradientSum gates;

  ShardGradients(
      Kernels kernels,
      PackedGemm gemm,
      ShardBuffers shard,
      Cell cell,
      GateLayout layout,
      int maxRows) {
    this.kernels = kernels;
    this.shard = shard;
    this.layout = layout;
    PaddedSizes size = shard.size;
    this.panels =
        new GradientPanels(
            kernels,
            gemm,
            shard,
            maxRows,
            Math.max(size.input, Math.max(size.hidden, size.output)),
            Math.max(size.gateStride, size.output));
    this.input = sum(size.input, layout.input());
    for (RecurrentProduct product : layout.recurrent()) {
      recurrent.add(sum(size.output, product.blocks()));
    }
    this.projection = shard.projected() ? sum(size.hidden, 0, size.output) : null;
    this.gates = cell.layerNorm() ? sum(0, 0, layout.count() * size.block) : null;
  }

  private WeightGradientSum sum(int columns, Blocks blocks) {
    int block = shard.size.block;
    return sum(columns, blocks.first() * block, blocks.gates().length * block);
  }

  private WeightGradientSum sum(int columns, int firstColumn, int width) {
    return new WeightGradientSum(kernels, shard, columns, firstColumn, width);
  }

  /** The transposed gradient of the input weights. */
  WeightGradientSum input() {
    return input;
  }

  /** The transposed gradient of the weights of a recurrent product. */
  WeightGradientSum recurrent(int product) {
    return recurrent.get(product);
  }

  /** The transposed gradient of the weights of the projection. */
  WeightGradientSum projection() {
    return requireNonNull(projection, "the cell has no projection");
  }

  /** The sum that contains the gradient of the bias of these weights, in its last row. */
  WeightGradientSum biasSum(WeightGradientSum weights) {
    return gates == null ? weights : gates;
  }

  /** The gradients of the element-wise parameters. */
  ElementwiseParameters vectors() {
    return shard.frame.vectorGradients();
  }

  /**
   * Adds the gradients of timesteps {@code first .. end - 1}. The gates contain their gradients.
   */
  void add(int first, int end) {
    PackedSequenceLayout steps = shard.steps();
    StepFrame f = shard.frame;
    PaddedSizes size = shard.size;
    int from = steps.offset(first);
    int rows = steps.offset(end) - from;
    panels.begin(rows);
    panels.packLeft(shard.x, from * size.input, size.input, size.input, rows, 0);
    multiply(input, f.inputProduct, from, size.gateStride);
    for (int product = 0; product < recurrent.size(); product++) {
      packState(layout.recurrent().get(product).operand(), first, end);
      multiply(recurrent.get(product), f.hiddenProduct, from, size.gateStride);
    }
    if (projection != null) {
      int at = from * size.stateStride;
      panels.packLeft(f.output, at, size.stateStride, size.hidden, rows, 0);
      multiply(projection, f.dProjected, from, size.hiddenStride);
    }
    if (gates != null) {
      panels.packLeft(f.gates, 0, 0, 0, rows, 0);
      multiply(gates, f.gates, from, size.gateStride);
    }
  }

  private void packState(Operand operand, int first, int end) {
    PackedSequenceLayout steps = shard.steps();
    int from = steps.offset(first);
    for (int step = first; step < end; step++) {
      StepFrame frame = shard.at(step);
      boolean reset = operand == Operand.RESET_HIDDEN;
      panels.packLeft(
          reset ? frame.inner : frame.previousHidden,
          reset ? frame.stateAt : frame.previousHiddenAt,
          frame.hiddenStride,
          shard.size.output,
          frame.rows,
          steps.offset(step) - from);
    }
  }

  private void multiply(WeightGradientSum sum, float[] gradients, int from, int stride) {
    panels.packRight(gradients, from * stride, stride, sum.firstColumn(), sum.width());
    panels.multiplyInto(sum);
  }
}
