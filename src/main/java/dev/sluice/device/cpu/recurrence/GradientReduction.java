package dev.sluice.device.cpu.recurrence;

import dev.sluice.cell.CellParameter;
import dev.sluice.device.CellParameters;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.GateLayout.Blocks;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.runtime.CpuTensor;
import dev.sluice.device.cpu.runtime.WorkerPool;
import java.util.function.Function;

/**
 * Adds the sums of all shards to the gradients of the parameters, shard after shard, so in a fixed
 * order.
 */
final class GradientReduction {
  private final WorkerPool workers;
  private final PaddedSizes size;
  private final GateLayout layout;
  private final ShardGradients[] shards;

  GradientReduction(
      WorkerPool workers, PaddedSizes size, GateLayout layout, ShardGradients[] shards) {
    this.workers = workers;
    this.size = size;
    this.layout = layout;
    this.shards = shards;
  }

  void addTo(CellParameters parameters) {
    addWeight(parameters, CellParameter.WEIGHT_IH, layout.input().gates(), ShardGradients::input);
    addBias(parameters, CellParameter.BIAS_IH, layout.input(), ShardGradients::input);
    for (int i = 0; i < layout.recurrent().size(); i++) {
      int product = i;
      Blocks blocks = layout.recurrent().get(i).blocks();
      Function<ShardGradients, WeightGradientSum> sumOf = shard -> shard.recurrent(product);
      addWeight(parameters, CellParameter.WEIGHT_HH, blocks.gates(), sumOf);
      addBias(parameters, CellParameter.BIAS_HH, blocks, sumOf);
    }
    if (needsGradient(parameters, CellParameter.WEIGHT_HR)) {
      addProjection(parameters);
    }
    for (CellParameter role : shards[0].vectors().roles()) {
      if (needsGradient(parameters, role)) {
        for (ShardGradients shard : shards) {
          addVector(shard.vectors().of(role), layout.blocksOf(role), gradient(parameters, role));
        }
      }
    }
  }

  private static boolean needsGradient(CellParameters parameters, CellParameter role) {
    return parameters.has(role) && parameters.get(role).trainable();
  }

  private static float[] gradient(CellParameters parameters, CellParameter role) {
    return CpuTensor.of(parameters.get(role).gradient()).writeFloats();
  }

  private void addWeight(
      CellParameters parameters,
      CellParameter role,
      int[] gates,
      Function<ShardGradients, WeightGradientSum> sumOf) {
    if (!needsGradient(parameters, role)) {
      return;
    }
    float[] target = gradient(parameters, role);
    workers.run(
        gates.length,
        slot -> {
          for (ShardGradients shard : shards) {
            WeightGradientSum sum = sumOf.apply(shard);
            int to = gates[slot] * size.hidden * sum.columns();
            sum.addWeight(slot * size.block, size.hidden, target, to);
          }
        });
  }

  private void addProjection(CellParameters parameters) {
    float[] target = gradient(parameters, CellParameter.WEIGHT_HR);
    for (ShardGradients shard : shards) {
      shard.projection().addWeight(0, size.output, target, 0);
    }
  }

  private void addBias(
      CellParameters parameters,
      CellParameter role,
      Blocks blocks,
      Function<ShardGradients, WeightGradientSum> sumOf) {
    if (!needsGradient(parameters, role)) {
      return;
    }
    for (ShardGradients shard : shards) {
      addBias(shard.biasSum(sumOf.apply(shard)), blocks, gradient(parameters, role));
    }
  }

  /** The last row of a sum is the gradient of the bias. */
  private void addBias(WeightGradientSum sum, Blocks blocks, float[] target) {
    int[] gates = blocks.gates();
    for (int slot = 0; slot < gates.length; slot++) {
      int from = (blocks.first() + slot) * size.block - sum.firstColumn();
      sum.addBias(from, size.hidden, target, gates[slot] * size.hidden);
    }
  }

  private void addVector(float[] sums, Blocks blocks, float[] target) {
    int[] gates = blocks.gates();
    for (int slot = 0; slot < gates.length; slot++) {
      int from = (blocks.first() + slot) * size.block;
      for (int j = 0; j < size.hidden; j++) {
        target[gates[slot] * size.hidden + j] += sums[from + j];
      }
    }
  }
}
