package dev.sluice.train;

import dev.sluice.layer.Layer;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;

/** A metric that a user of the library measures. */
record OwnMetric(
    String name, boolean higherIsBetter, ToDoubleBiFunction<Layer, BatchSource> measured)
    implements EpochMetric {

  OwnMetric {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(measured, "measure");
  }

  @Override
  public double measure(EpochFigures figures, Layer model, BatchSource validation) {
    return measured.applyAsDouble(model, validation);
  }

  /** For the settings of checkpoints; a function has no text of its own. */
  @Override
  public String toString() {
    return (higherIsBetter ? "highest " : "lowest ") + name;
  }
}
