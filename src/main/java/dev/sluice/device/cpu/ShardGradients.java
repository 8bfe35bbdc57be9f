package dev.sluice.device.cpu;

import dev.sluice.device.cpu.GateLayout.Operand;
import dev.sluice.device.cpu.GateLayout.RecurrentProduct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The gradients of a cell's parameters over one shard, summed chunk by chunk. Those of weights are
 * held transposed, {@code [columns of the weight, blocks of gates]}, so that the wide side lies
 * along the vectors.
 */
final class ShardGradients {
  private final Kernels kernels;
  private final Shard shard;
  private final GateLayout layout;
  private final GradientPanels panels;
  private final WeightSum input;
  private final List<WeightSum> recurrent = new ArrayList<>();

  /**
   * A sum {@code [columns + 1, stride]} for the gates from {@code firstColumn} on: the gradient of
   * the weight, and in its last row that of the bias beside it.
   */
  record WeightSum(float[] values, int columns, int firstColumn, int gateColumns, int stride) {}

  ShardGradients(Kernels kernels, Shard shard, GateLayout layout, int mostRows) {
    this.kernels = kernels;
    this.shard = shard;
    this.layout = layout;
    Dimensions size = shard.size;
    this.panels = new GradientPanels(kernels, shard, mostRows, Math.max(size.input, size.hidden));
    this.input = sum(size.input, 0, layout.inputGates().length);
    for (RecurrentProduct product : layout.recurrent()) {
      recurrent.add(sum(size.hidden, product.firstBlock(), product.gates().length));
    }
  }

  private WeightSum sum(int columns, int firstBlock, int blocks) {
    int block = shard.size.block;
    int stride = Dimensions.roundUp(blocks * block, kernels.panelWidth());
    int length = Dimensions.roundUp(columns + 1, kernels.panelHeight()) * stride;
    float[] values = shard.take(length);
    Arrays.fill(values, 0, length, 0);
    return new WeightSum(values, columns, firstBlock * block, blocks * block, stride);
  }

  /** The transposed gradient of the input weights. */
  WeightSum input() {
    return input;
  }

  /** The transposed gradient of the weights of a recurrent product. */
  WeightSum recurrent(int product) {
    return recurrent.get(product);
  }

  /** Adds the steps {@code first .. end - 1}, whose gates hold their gradients. */
  void add(int first, int end) {
    StepLayout steps = shard.steps;
    Dimensions size = shard.size;
    int from = steps.offset(first);
    int rows = steps.offset(end) - from;
    panels.begin(rows);
    panels.packLeft(shard.x, from * size.input, size.input, size.input, rows, 0);
    multiply(input, from);
    for (int product = 0; product < recurrent.size(); product++) {
      packState(layout.recurrent().get(product).operand(), first, end);
      multiply(recurrent.get(product), from);
    }
  }

  private void packState(Operand operand, int first, int end) {
    StepLayout steps = shard.steps;
    int from = steps.offset(first);
    int hidden = shard.size.hidden;
    for (int step = first; step < end; step++) {
      StepFrame frame = shard.at(step);
      boolean reset = operand == Operand.RESET_HIDDEN;
      panels.packLeft(
          reset ? frame.inner : frame.previousHidden,
          reset ? frame.stateAt : frame.previousHiddenAt,
          frame.stateStride,
          hidden,
          frame.rows,
          steps.offset(step) - from);
    }
  }

  private void multiply(WeightSum sum, int from) {
    int gateStride = shard.size.gateStride;
    panels.packRight(
        shard.frame.gates, from * gateStride, gateStride, sum.firstColumn(), sum.gateColumns());
    panels.multiplyInto(sum.values(), sum.columns(), sum.stride());
  }
}
