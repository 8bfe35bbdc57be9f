package dev.sluice.train;

import dev.sluice.layer.Layer;
import dev.sluice.train.batch.BatchLoader;
import java.util.function.ToDoubleBiFunction;

/**
 * What epochs are compared by: {@link EarlyStopping} to choose the best one, {@link
 * ReduceOnPlateau} to see that nothing gets better. One of one's own:
 *
 * <pre>{@code
 * MonitoredMetric f1 =
 *     MonitoredMetric.highest(
 *         "F1", (model, validation) -> f1(new Evaluator(model, loss).classify(validation)));
 * }</pre>
 *
 * <p>An implementation other than those of the factories here should have a {@code toString} that
 * states what it measures: checkpoints hold it, and a resumed run must have the same.
 */
public interface MonitoredMetric {

  /** Distinct within a run. */
  String name();

  /** Whether a larger value is better, or a smaller one. */
  boolean higherIsBetter();

  /**
   * The value after an epoch; a finite number.
   *
   * @param figures of the epoch, validation included
   * @param model with the weights that were validated; it must not be changed
   * @param validation the batches
   */
  double evaluate(EpochMetrics figures, Layer model, BatchLoader validation);

  /**
   * A metric of one's own that is better the higher it is.
   *
   * @param measure from the model, with the weights that were validated, and the validation batches
   *     to a finite number; it must not change the model
   */
  static MonitoredMetric highest(String name, ToDoubleBiFunction<Layer, BatchLoader> measure) {
    return new CustomMetric(name, true, measure);
  }

  /** A metric of one's own that is better the lower it is; as {@link #highest}. */
  static MonitoredMetric lowest(String name, ToDoubleBiFunction<Layer, BatchLoader> measure) {
    return new CustomMetric(name, false, measure);
  }

  /** Whether a value beats the best one by more than a difference; any number beats NaN. */
  default boolean better(double value, double best, double minimumDelta) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    return higherIsBetter() ? value > best + minimumDelta : value < best - minimumDelta;
  }
}
