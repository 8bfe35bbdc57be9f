package dev.sluice.bench.gpu;

/**
 * The least that must cross a GPU's memory: forward, what a layer reads and gives, and its weights;
 * back, the same again and the gradients of all of it. What an engine keeps between the two ways is
 * not counted, since that is its own choice.
 */
final class MemoryTraffic {
  private MemoryTraffic() {}

  /**
   * Of a pass over layers.
   *
   * @param elementBytes of one number
   */
  static double leastBytes(Task task, Pass pass, int elementBytes) {
    double sequences = 0;
    for (int layer = 0; layer < task.layers(); layer++) {
      sequences += task.width(layer) + task.directions() * task.hiddenSize();
    }
    double oneWay = task.liveRows() * sequences + task.weights();
    return elementBytes * oneWay * (pass == Pass.FORWARD ? 1 : 3);
  }
}
