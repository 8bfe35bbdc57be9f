package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.TimedPass;

/**
 * The smallest possible traffic of a GPU's memory. A forward pass transfers a layer's inputs,
 * outputs and weights. A backward pass transfers them again, and the gradients of all of them. What
 * an engine keeps between the two passes does not count, because that is the engine's choice.
 */
final class MemoryTraffic {
  private MemoryTraffic() {}

  /**
   * The bytes of a pass over layers.
   *
   * @param elementBytes size of an element
   */
  static double leastBytes(BenchTask task, TimedPass pass, int elementBytes) {
    double sequences = 0;
    for (int layer = 0; layer < task.layers(); layer++) {
      sequences += task.width(layer) + task.directions() * task.hiddenSize();
    }
    double oneWay = task.liveRows() * sequences + task.weights();
    return elementBytes * oneWay * (pass == TimedPass.FORWARD ? 1 : 3);
  }
}
