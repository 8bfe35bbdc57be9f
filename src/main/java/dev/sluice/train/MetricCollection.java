package dev.sluice.train;

import dev.sluice.argument.Require;
import dev.sluice.layer.Layer;
import dev.sluice.train.batch.BatchLoader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics that a run monitors, by name: those of early stopping and of the plateau rule. */
public final class MetricCollection {
  private final Map<String, MonitoredMetric> metrics = new LinkedHashMap<>();

  /**
   * Collects the monitored metrics of a trainer.
   *
   * @throws IllegalArgumentException if two different metrics have the same name
   */
  public MetricCollection(Trainer trainer) {
    this(Require.present("trainer", trainer).settings());
  }

  MetricCollection(TrainerSettings trainer) {
    if (trainer.earlyStopping != null) {
      add(trainer.earlyStopping.metric());
    }
    if (trainer.plateau != null) {
      add(trainer.plateau.metric());
    }
  }

  private void add(MonitoredMetric metric) {
    MonitoredMetric other = metrics.putIfAbsent(metric.name(), metric);
    if (other != null && !other.equals(metric)) {
      throw new IllegalArgumentException(
          "metrics: expected unique names, got two different metrics named " + metric.name());
    }
  }

  boolean isEmpty() {
    return metrics.isEmpty();
  }

  /**
   * Computes all metrics after an epoch.
   *
   * @param step the last step taken, from 0
   * @throws NonFiniteException if a value is NaN or infinite
   */
  Map<String, Double> measure(
      long step, EpochMetrics epochMetrics, Layer model, @Nullable BatchLoader validation) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (MonitoredMetric metric : metrics.values()) {
      double value = metric.evaluate(epochMetrics, model, validation);
      if (!Double.isFinite(value)) {
        throw new NonFiniteException(step, "metric " + metric.name(), value);
      }
      values.put(metric.name(), value);
    }
    return values;
  }

  /** The values without those that are part of {@link EpochMetrics} already. */
  Map<String, Double> custom(Map<String, Double> values) {
    Map<String, Double> custom = new LinkedHashMap<>(values);
    custom.keySet().removeIf(name -> metrics.get(name) instanceof EarlyStopping.Metric);
    return custom;
  }
}
