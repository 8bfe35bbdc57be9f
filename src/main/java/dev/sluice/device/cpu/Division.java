package dev.sluice.device.cpu;

import dev.sluice.cell.Cell;

/**
 * How a pass is divided among the threads.
 *
 * @param shards into which the rows of the batch are dealt, one for each thread that runs steps
 * @param products of those threads
 * @param input the input product made of them
 * @param steps the cell's steps made of them
 * @param forwardWeights the right operands of the way forward
 * @param backwardWeights those of the way back
 */
record Division(
    int shards,
    PanelProducts products,
    InputProduct input,
    CellSteps steps,
    PackedCells forwardWeights,
    PackedCells backwardWeights) {

  /** Each thread runs all steps of its own rows, without waiting for another. */
  static Division byRows(
      WorkerPool workers, Cell cell, Kernels kernels, GateLayout layout, Dimensions size) {
    PanelProducts products = new OwnProducts(kernels);
    return of(workers.threads(), 1, products, workers, cell, kernels, layout, size);
  }

  /** One thread runs all steps; all threads share the columns of each product. */
  static Division byColumns(
      WorkerPool workers, Cell cell, Kernels kernels, GateLayout layout, Dimensions size) {
    PanelProducts products = new SharedProducts(kernels, workers);
    return of(1, workers.threads(), products, workers, cell, kernels, layout, size);
  }

  private static Division of(
      int shards,
      int parts,
      PanelProducts products,
      WorkerPool workers,
      Cell cell,
      Kernels kernels,
      GateLayout layout,
      Dimensions size) {
    return new Division(
        shards,
        products,
        new InputProduct(cell, kernels, products, layout, size),
        CellSteps.of(cell, kernels, products, layout, size),
        new PackedCells(() -> new PackedCell(cell, size, layout, kernels, parts, false), workers),
        new PackedCells(() -> new PackedCell(cell, size, layout, kernels, parts, true), workers));
  }
}
