package dev.sluice.train;

import dev.sluice.argument.Require;
import dev.sluice.layer.Layer;
import dev.sluice.train.batch.BatchLoader;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/** A metric that a function of the user computes. */
record CustomMetric(
    String name, boolean higherIsBetter, ToDoubleBiFunction<Layer, BatchLoader> measured)
    implements MonitoredMetric {

  CustomMetric {
    Require.present("name", name);
    Require.present("measure", measured);
  }

  @Override
  public double evaluate(EpochMetrics metrics, Layer model, @Nullable BatchLoader validation) {
    return measured.applyAsDouble(model, validation);
  }

  /** The text in the settings of checkpoints; a function has no text of its own. */
  @Override
  public String toString() {
    return (higherIsBetter ? "highest " : "lowest ") + name;
  }
}
