package dev.sluice.bench.compare;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.TaskResult;

/**
 * The result of one engine on some threads.
 *
 * @param threads how many it used
 */
record Measurement(int threads, TaskResult result) {

  String engine() {
    return result.engine();
  }

  BenchTask task() {
    return result.task();
  }

  /** {@link TaskNotation#shape} of the task. */
  String shape() {
    return TaskNotation.shape(task());
  }

  /** 10^9 operations of the layer's products per second, of the median pass. */
  double gigaflops() {
    return task().operations(result.pass()) / result.median() * 1e-9;
  }
}
