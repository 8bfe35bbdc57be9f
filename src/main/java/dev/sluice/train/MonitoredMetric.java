package dev.sluice.train;

import dev.sluice.layer.Layer;
import dev.sluice.train.batch.BatchLoader;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A metric that a run computes after each epoch. {@link EarlyStopping} chooses the best epoch by
 * it, and {@link ReduceOnPlateau} lowers the learning rate when it stops improving. A custom
 * metric:
 *
 * <pre>{@code
 * MonitoredMetric f1 =
 *     MonitoredMetric.highest(
 *         "F1", (model, validation) -> f1(new Evaluator(model, loss).classify(validation)));
 * }</pre>
 *
 * <p>A class that implements this interface should have a {@code toString} that says what it
 * measures: checkpoints contain this text, and a resumed run must have the same.
 */
public interface MonitoredMetric {

  /** The name, unique within a run. */
  String name();

  /** True if a larger value is better, false if a smaller value is better. */
  boolean higherIsBetter();

  /**
   * Computes the value after an epoch; a finite number.
   *
   * @param metrics of the epoch, validation included
   * @param model the model with the weights that were validated; it must not be changed
   * @param validation the validation batches
   */
  double evaluate(EpochMetrics metrics, Layer model, @Nullable BatchLoader validation);

  /**
   * A custom metric for which a larger value is better.
   *
   * @param measure takes the model, with the weights that were validated, and the validation
   *     batches; returns a finite number; must not change the model
   */
  static MonitoredMetric highest(String name, ToDoubleBiFunction<Layer, BatchLoader> measure) {
    return new CustomMetric(name, true, measure);
  }

  /** A custom metric for which a smaller value is better; otherwise as {@link #highest}. */
  static MonitoredMetric lowest(String name, ToDoubleBiFunction<Layer, BatchLoader> measure) {
    return new CustomMetric(name, false, measure);
  }

  /**
   * Whether a value is better than the best one by more than a difference; any number beats NaN.
   */
  default boolean better(double value, double best, double minimumDelta) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    return higherIsBetter() ? value > best + minimumDelta : value < best - minimumDelta;
  }
}
