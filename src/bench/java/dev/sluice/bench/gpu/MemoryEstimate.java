package dev.sluice.bench.gpu;

/** About how much of a card's memory an engine takes for a task. */
final class MemoryEstimate {
  /** For what allocators round up and libraries take besides. */
  private static final double MARGIN = 1.2;

  private static final int MAX_SETS = 256;

  private MemoryEstimate() {}

  /**
   * Bytes for a pass forward and back.
   *
   * @param elementBytes of one number
   * @param sets of inputs
   */
  static long bytes(Task task, int elementBytes, int sets) {
    double units = (double) task.directions() * task.hiddenSize();
    double rows = task.rows();
    double sequences = 0;
    for (int layer = 0; layer < task.layers(); layer++) {
      double kept = units * (task.gates() + 3); // gates, states, and what the cell keeps besides
      double rounded = units * task.gates() / 2 + task.width(layer) / 2.0;
      sequences += rows * (kept + units + 2.0 * task.width(layer) + rounded);
    }
    double inputs = task.kind() == Task.Kind.LAYER ? sets * rows * (task.inputSize() + units) : 0;
    double weights = 4.0 * task.weights();
    return (long) (MARGIN * elementBytes * (sequences + inputs + weights));
  }

  /**
   * How many sets of a layer's inputs go around, so that no cache holds one until its next turn.
   *
   * @param cacheBytes of the largest cache
   * @param elementBytes of one number where it takes least
   */
  static int sets(Task task, long cacheBytes, int elementBytes) {
    double units = (double) task.directions() * task.hiddenSize();
    double bytes = elementBytes * task.rows() * (task.inputSize() + units);
    return (int) Math.min(MAX_SETS, Math.ceil(2 * cacheBytes / bytes));
  }
}
