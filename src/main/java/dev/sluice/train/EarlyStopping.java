package dev.sluice.train;

import dev.sluice.layer.Layer;
import dev.sluice.loss.Loss;
import dev.sluice.train.batch.BatchLoader;
import java.util.Locale;
import java.util.Objects;

/**
 * Ends a run that no longer gets better on the validation batches, and gives back the weights of
 * the best epoch (those that were measured: averaged ones where weights are averaged).
 *
 * @param metric what is compared
 * @param patience the run ends after this many epochs in a row without a new best, at least 1
 * @param minimumDelta an epoch is a new best only if it beats the last best one by more than this;
 *     finite, at least 0
 */
public record EarlyStopping(MonitoredMetric metric, int patience, double minimumDelta) {

  /** What the trainer itself measures. */
  public enum Metric implements MonitoredMetric {
    /** Lower is better. */
    VALIDATION_LOSS,
    /** Higher is better. */
    VALIDATION_ACCURACY;

    @Override
    public boolean higherIsBetter() {
      return this == VALIDATION_ACCURACY;
    }

    @Override
    public double evaluate(EpochMetrics figures, Layer model, BatchLoader validation) {
      return of(figures);
    }

    double of(EpochMetrics figures) {
      return this == VALIDATION_LOSS ? figures.validationLoss() : figures.validationAccuracy();
    }
  }

  /** Checks the values. */
  public EarlyStopping {
    Objects.requireNonNull(metric, "metric");
    if (patience < 1) {
      throw new IllegalArgumentException("patience: expected at least 1 epoch, got " + patience);
    }
    requireDelta(minimumDelta);
  }

  /** Every improvement counts. */
  public EarlyStopping(MonitoredMetric metric, int patience) {
    this(metric, patience, 0);
  }

  /** Never ends a run early, but gives back the weights of its best epoch. */
  public static EarlyStopping keepBest(MonitoredMetric metric) {
    return new EarlyStopping(metric, Integer.MAX_VALUE);
  }

  /** This with a least improvement. */
  public EarlyStopping withMinimumDelta(double minimumDelta) {
    return new EarlyStopping(metric, patience, minimumDelta);
  }

  static void requireDelta(double minimumDelta) {
    if (!(minimumDelta >= 0 && Double.isFinite(minimumDelta))) {
      throw new IllegalArgumentException(
          "minimumDelta: expected a finite number of at least 0, got " + minimumDelta);
    }
  }

  /** Refuses to compare accuracies where the loss counts no right answers: all of them are 0. */
  static void requireMeasured(String by, MonitoredMetric metric, Loss loss) {
    if (metric == Metric.VALIDATION_ACCURACY && !loss.countsRightAnswers()) {
      throw new IllegalArgumentException(
          by
              + ": VALIDATION_ACCURACY expects a loss that counts right answers (see"
              + " Loss.countsRightAnswers), got "
              + loss.getClass().getSimpleName());
    }
  }

  /** As it stands in checkpoints; those of earlier versions know no minimum delta. */
  @Override
  public String toString() {
    String delta = minimumDelta == 0 ? "" : ", minimumDelta=" + minimumDelta;
    return String.format(
        Locale.ROOT, "EarlyStopping[metric=%s, patience=%d%s]", metric, patience, delta);
  }
}
