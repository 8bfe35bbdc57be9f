package dev.sluice.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a run stands, but for its tensors; immutable.
 *
 * @param epoch the current one, from 0; the number of epochs when all are done
 * @param batch the next one of the epoch, from 0
 * @param step the next one of the run, from 0
 * @param sums over the steps of the current epoch
 * @param history of the finished epochs
 * @param bestEpoch the best finished epoch, or -1 if none is kept
 * @param measures the values of metrics of one's own, by name, one of each finished epoch
 */
record RunState(
    int epoch,
    int batch,
    long step,
    EpochSums sums,
    List<EpochMetrics> history,
    int bestEpoch,
    Map<String, List<Double>> measures) {

  RunState {
    history = List.copyOf(history);
    Map<String, List<Double>> copied = new LinkedHashMap<>();
    measures.forEach((name, values) -> copied.put(name, List.copyOf(values)));
    measures = Collections.unmodifiableMap(copied);
    for (List<Double> values : measures.values()) {
      if (values.size() != history.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "state: expected measures of %d epochs, got %s",
                history.size(),
                measures));
      }
    }
    if (epoch != history.size() || batch < 0 || step < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "state: expected a history of %d epochs and a position of at least 0, got %d, %d and %d",
              epoch,
              history.size(),
              batch,
              step));
    }
    if (bestEpoch < -1 || bestEpoch >= history.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "state: expected a best epoch of -1 to %d, got %d",
              history.size() - 1,
              bestEpoch));
    }
  }

  static RunState start() {
    return new RunState(0, 0, 0, EpochSums.ZERO, List.of(), -1, Map.of());
  }

  /** After a step that took so many batches. */
  RunState afterStep(StepMetrics figures, int batches, double seconds) {
    return new RunState(
        epoch,
        batch + batches,
        step + 1,
        sums.plus(figures, seconds),
        history,
        bestEpoch,
        measures);
  }

  /**
   * At the begin of the next epoch.
   *
   * @param measured of the metrics of one's own, by name
   */
  RunState afterEpoch(EpochMetrics figures, Map<String, Double> measured, boolean best) {
    List<EpochMetrics> longer = new ArrayList<>(history);
    longer.add(figures);
    Map<String, List<Double>> longerMeasures = new LinkedHashMap<>();
    measured.forEach(
        (name, value) -> {
          List<Double> values = new ArrayList<>(measures.getOrDefault(name, List.of()));
          values.add(value);
          longerMeasures.put(name, values);
        });
    return new RunState(
        epoch + 1, 0, step, EpochSums.ZERO, longer, best ? epoch : bestEpoch, longerMeasures);
  }

  /** The values of a metric, one of each finished epoch. */
  List<Double> values(MonitoredMetric metric) {
    return metric instanceof EarlyStopping.Metric own
        ? history.stream().map(own::of).toList()
        : measures.getOrDefault(metric.name(), List.of());
  }

  /** Whether the patience is used up. */
  boolean stoppedBy(EarlyStopping stopping) {
    return stopping != null
        && bestEpoch >= 0
        && history.size() - 1 - bestEpoch >= stopping.patience();
  }

  /** Whether the current epoch's value is a new best; the first one always is. */
  boolean bestSoFar(double value, EarlyStopping stopping) {
    return bestEpoch < 0
        || stopping
            .metric()
            .better(value, values(stopping.metric()).get(bestEpoch), stopping.minimumDelta());
  }
}
