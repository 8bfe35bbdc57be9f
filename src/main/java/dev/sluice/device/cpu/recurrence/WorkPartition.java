package dev.sluice.device.cpu.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.recurrence.step.CellSteps;
import dev.sluice.device.cpu.recurrence.step.PackedGemm;
import dev.sluice.device.cpu.recurrence.step.PackedWeights;
import dev.sluice.device.cpu.recurrence.step.SingleThreadGemm;
import dev.sluice.device.cpu.runtime.WorkerPool;

/**
 * The way in which threads share the work of a pass.
 *
 * @param shards the number of shards of the batch; each shard runs its timesteps on one thread
 * @param gemm the matrix products of a shard
 * @param input the input product, which uses gemm
 * @param steps the timesteps of the cell, which use gemm
 * @param forwardWeights the packed weights of the forward pass
 * @param backwardWeights the packed weights of the backward pass
 */
record WorkPartition(
    int shards,
    PackedGemm gemm,
    InputProduct input,
    CellSteps steps,
    PackedWeightsCache forwardWeights,
    PackedWeightsCache backwardWeights) {

  /** Each thread runs all timesteps of its own rows, without waiting for other threads. */
  static WorkPartition byRows(
      WorkerPool workers, Cell cell, Kernels kernels, GateLayout layout, PaddedSizes size) {
    PackedGemm gemm = new SingleThreadGemm(kernels);
    return of(workers.threads(), 1, gemm, workers, cell, kernels, layout, size);
  }

  /** One thread runs all timesteps. All threads share the columns of each product. */
  static WorkPartition byColumns(
      WorkerPool workers, Cell cell, Kernels kernels, GateLayout layout, PaddedSizes size) {
    PackedGemm gemm = new MultiThreadGemm(kernels, workers);
    return of(1, workers.threads(), gemm, workers, cell, kernels, layout, size);
  }

  private static WorkPartition of(
      int shards,
      int parts,
      PackedGemm gemm,
      WorkerPool workers,
      Cell cell,
      Kernels kernels,
      GateLayout layout,
      PaddedSizes size) {
    return new WorkPartition(
        shards,
        gemm,
        new InputProduct(cell, kernels, gemm, layout, size),
        CellSteps.of(cell, kernels, gemm, layout, size),
        new PackedWeightsCache(
            () -> new PackedWeights(cell, size, layout, kernels, parts, false), workers),
        new PackedWeightsCache(
            () -> new PackedWeights(cell, size, layout, kernels, parts, true), workers));
  }
}
