package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.BenchTask;

/** Estimates how much of a GPU's memory an engine needs for a task. */
final class MemoryEstimate {
  /** A factor for the rounding of allocators and the memory of libraries. */
  private static final double MARGIN = 1.2;

  private static final int MAX_SETS = 256;

  private MemoryEstimate() {}

  /**
   * Bytes for a forward and a backward pass.
   *
   * @param elementBytes size of an element
   * @param sets number of input sets
   */
  static long bytes(BenchTask task, int elementBytes, int sets) {
    double units = (double) task.directions() * task.hiddenSize();
    double rows = task.rows();
    double sequences = 0;
    for (int layer = 0; layer < task.layers(); layer++) {
      double kept = units * (task.gates() + 3); // Gates, states, and one more value of the cell.
      double rounded = units * task.gates() / 2 + task.width(layer) / 2.0;
      sequences += rows * (kept + units + 2.0 * task.width(layer) + rounded);
    }
    double inputs =
        task.kind() == BenchTask.Kind.LAYER ? sets * rows * (task.inputSize() + units) : 0;
    double weights = 4.0 * task.weights();
    return (long) (MARGIN * elementBytes * (sequences + inputs + weights));
  }

  /**
   * The number of input sets of a layer, so large that no cache still holds a set when it is used
   * again.
   *
   * @param cacheBytes size of the largest cache
   * @param elementBytes the smallest size of an element
   */
  static int sets(BenchTask task, long cacheBytes, int elementBytes) {
    double units = (double) task.directions() * task.hiddenSize();
    double bytes = elementBytes * task.rows() * (task.inputSize() + units);
    return (int) Math.min(MAX_SETS, Math.ceil(2 * cacheBytes / bytes));
  }
}
