package dev.sluice.train;

import dev.sluice.layer.Layer;
import dev.sluice.train.batch.BatchLoader;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metrics by which a run compares its epochs, by name. */
public final class MetricCollection {
  private final Map<String, MonitoredMetric> metrics = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException if two different ones have one name
   */
  public MetricCollection(Trainer trainer) {
    if (trainer.earlyStopping() != null) {
      add(trainer.earlyStopping().metric());
    }
    if (trainer.plateau() != null) {
      add(trainer.plateau().metric());
    }
  }

  private void add(MonitoredMetric metric) {
    MonitoredMetric other = metrics.putIfAbsent(metric.name(), metric);
    if (other != null && !other.equals(metric)) {
      throw new IllegalArgumentException(
          "metrics: expected a name for each, got two different ones named " + metric.name());
    }
  }

  boolean isEmpty() {
    return metrics.isEmpty();
  }

  /**
   * Measures after an epoch.
   *
   * @param step the last one taken, from 0
   * @throws NonFiniteException if a value is NaN or infinite
   */
  Map<String, Double> measure(
      long step, EpochMetrics figures, Layer model, BatchLoader validation) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (MonitoredMetric metric : metrics.values()) {
      double value = metric.evaluate(figures, model, validation);
      if (!Double.isFinite(value)) {
        throw new NonFiniteException(step, "metric " + metric.name(), value);
      }
      values.put(metric.name(), value);
    }
    return values;
  }

  /** Without those that stand in the figures of an epoch. */
  Map<String, Double> own(Map<String, Double> values) {
    Map<String, Double> own = new LinkedHashMap<>(values);
    own.keySet().removeIf(name -> metrics.get(name) instanceof EarlyStopping.Metric);
    return own;
  }
}
