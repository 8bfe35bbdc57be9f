package dev.sluice.train;

import dev.sluice.layer.Layer;
import dev.sluice.train.batch.BatchLoader;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;

/** A metric that a user of the library measures. */
record CustomMetric(
    String name, boolean higherIsBetter, ToDoubleBiFunction<Layer, BatchLoader> measured)
    implements MonitoredMetric {

  CustomMetric {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(measured, "measure");
  }

  @Override
  public double evaluate(EpochMetrics figures, Layer model, BatchLoader validation) {
    return measured.applyAsDouble(model, validation);
  }

  /** For the settings of checkpoints; a function has no text of its own. */
  @Override
  public String toString() {
    return (higherIsBetter ? "highest " : "lowest ") + name;
  }
}
