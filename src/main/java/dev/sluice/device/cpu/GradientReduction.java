package dev.sluice.device.cpu;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Parameter;
import dev.sluice.device.cpu.ShardGradients.WeightSum;
import java.util.function.Function;

/** Adds the shards' sums to the gradients of the parameters, shard after shard: a fixed order. */
final class GradientReduction {
  /** Rows of the gradient that are written together while the sums are read along their rows. */
  private static final int TILE = 16;

  private final WorkerPool workers;
  private final Dimensions size;
  private final GateLayout layout;
  private final ShardGradients[] shards;

  GradientReduction(
      WorkerPool workers, Dimensions size, GateLayout layout, ShardGradients[] shards) {
    this.workers = workers;
    this.size = size;
    this.layout = layout;
    this.shards = shards;
  }

  void addTo(CellParameters parameters) {
    Parameter ih = parameters.get(CellParameter.WEIGHT_IH);
    if (ih.trainable()) {
      addWeight(ih, layout.inputGates(), ShardGradients::input);
    }
    Parameter hh = parameters.get(CellParameter.WEIGHT_HH);
    if (hh.trainable()) {
      for (int i = 0; i < layout.recurrent().size(); i++) {
        int product = i;
        addWeight(hh, layout.recurrent().get(i).gates(), shard -> shard.recurrent(product));
      }
    }
    if (parameters.has(CellParameter.BIAS_IH)) {
      addBias(parameters.get(CellParameter.BIAS_IH), layout.inputGates(), ShardGradients::input);
    }
    if (parameters.has(CellParameter.BIAS_HH)) {
      Parameter bias = parameters.get(CellParameter.BIAS_HH);
      for (int i = 0; i < layout.recurrent().size(); i++) {
        int product = i;
        addBias(bias, layout.recurrent().get(i).gates(), shard -> shard.recurrent(product));
      }
    }
  }

  private void addWeight(
      Parameter parameter, int[] gates, Function<ShardGradients, WeightSum> which) {
    float[] target = CpuTensor.of(parameter.gradient()).writeFloats();
    workers.run(
        gates.length,
        slot -> {
          for (ShardGradients shard : shards) {
            WeightSum sum = which.apply(shard);
            addGate(sum, slot * size.block, target, gates[slot] * size.hidden * sum.columns());
          }
        });
  }

  /** Adds one gate's transposed sum to its rows of the gradient. */
  private void addGate(WeightSum sum, int fromColumn, float[] target, int to) {
    int width = sum.columns();
    for (int tile = 0; tile < size.hidden; tile += TILE) {
      int end = Math.min(size.hidden, tile + TILE);
      for (int c = 0; c < width; c++) {
        int from = c * sum.stride() + fromColumn;
        for (int j = tile; j < end; j++) {
          target[to + j * width + c] += sum.values()[from + j];
        }
      }
    }
  }

  private void addBias(
      Parameter parameter, int[] gates, Function<ShardGradients, WeightSum> which) {
    if (!parameter.trainable()) {
      return;
    }
    float[] target = CpuTensor.of(parameter.gradient()).writeFloats();
    for (ShardGradients shard : shards) {
      WeightSum sum = which.apply(shard);
      int last = sum.columns() * sum.stride();
      for (int slot = 0; slot < gates.length; slot++) {
        for (int j = 0; j < size.hidden; j++) {
          target[gates[slot] * size.hidden + j] += sum.values()[last + slot * size.block + j];
        }
      }
    }
  }
}
