package dev.sluice.train;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The position and history of a run, without its tensors. Immutable.
 *
 * @param epoch the current epoch, from 0; the number of epochs when the run is finished
 * @param batch the next batch of the epoch, from 0
 * @param step the next step of the run, from 0
 * @param sums running sums over the steps of the current epoch
 * @param history metrics of the finished epochs
 * @param bestEpoch the best finished epoch, or -1 if none is kept
 * @param measures the values of custom metrics, by name, one value for each finished epoch
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
    history = Require.copyOf("history", history);
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
              "state: expected a history of %d epochs and a batch and a step of at least 0, got %d, %d and %d",
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

  /** The state after a step on this many batches. */
  RunState afterStep(StepMetrics metrics, int batches, double seconds) {
    return new RunState(
        epoch,
        batch + batches,
        step + 1,
        sums.plus(metrics, seconds),
        history,
        bestEpoch,
        measures);
  }

  /**
   * The state at the start of the next epoch.
   *
   * @param measured values of the custom metrics, by name
   */
  RunState afterEpoch(EpochMetrics metrics, Map<String, Double> measured, boolean best) {
    List<EpochMetrics> longer = new ArrayList<>(history);
    longer.add(metrics);
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

  /** The values of a metric, one for each finished epoch. */
  List<Double> values(MonitoredMetric metric) {
    return metric instanceof EarlyStopping.Metric own
        ? history.stream().map(own::of).toList()
        : measures.getOrDefault(metric.name(), List.of());
  }

  /** Whether there was no improvement for {@code patience} epochs. */
  boolean stoppedBy(@Nullable EarlyStopping stopping) {
    return stopping != null
        && bestEpoch >= 0
        && history.size() - 1 - bestEpoch >= stopping.patience();
  }

  /** Whether the value of the current epoch is a new best; the first value always is. */
  boolean isNewBest(double value, EarlyStopping stopping) {
    return bestEpoch < 0
        || stopping
            .metric()
            .better(value, values(stopping.metric()).get(bestEpoch), stopping.minimumDelta());
  }
}
