package dev.sluice.device.cpu;

import dev.sluice.cell.Cell;

/**
 * How a pass is divided among the threads.
 *
 * @param shards into which the rows of the batch are dealt, one for each thread that runs steps
 * @param products of those threads
 * @param input the input product made of them
 * @param steps the cell's steps made of them
 */
record Division(int shards, PanelProducts products, InputProduct input, CellSteps steps) {

  /** Each thread runs all steps of its own rows, without waiting for another. */
  static Division byRows(
      int threads, Cell cell, Kernels kernels, GateLayout layout, Dimensions size) {
    return of(threads, new OwnProducts(kernels), cell, kernels, layout, size);
  }

  /** One thread runs all steps; all threads share the columns of each product. */
  static Division byColumns(
      WorkerPool workers, Cell cell, Kernels kernels, GateLayout layout, Dimensions size) {
    return of(1, new SharedProducts(kernels, workers), cell, kernels, layout, size);
  }

  private static Division of(
      int shards,
      PanelProducts products,
      Cell cell,
      Kernels kernels,
      GateLayout layout,
      Dimensions size) {
    return new Division(
        shards,
        products,
        new InputProduct(cell, kernels, products, layout, size),
        CellSteps.of(cell, kernels, products, layout, size));
  }
}
