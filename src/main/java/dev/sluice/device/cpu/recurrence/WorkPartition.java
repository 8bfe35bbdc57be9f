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
 * How a pass is divided among the threads.
 *
 * @param shards into which the rows of the batch are dealt, one for each thread that runs steps
 * @param gemm of those threads
 * @param input the input product made of them
 * @param steps the cell's steps made of them
 * @param forwardWeights the right operands of the way forward
 * @param backwardWeights those of the way back
 */
record WorkPartition(
    int shards,
    PackedGemm gemm,
    InputProduct input,
    CellSteps steps,
    PackedWeightsCache forwardWeights,
    PackedWeightsCache backwardWeights) {

  /** Each thread runs all steps of its own rows, without waiting for another. */
  static WorkPartition byRows(
      WorkerPool workers, Cell cell, Kernels kernels, GateLayout layout, PaddedSizes size) {
    PackedGemm gemm = new SingleThreadGemm(kernels);
    return of(workers.threads(), 1, gemm, workers, cell, kernels, layout, size);
  }

  /** One thread runs all steps; all threads share the columns of each product. */
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
