package dev.sluice.train;

import dev.sluice.argument.Require;
import dev.sluice.layer.Layer;
import dev.sluice.loss.Loss;
import dev.sluice.record.HasDefaults;
import dev.sluice.train.batch.BatchLoader;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run when a validation metric stops improving, and restores the weights of the best epoch.
 * If the run averages weights, these are the averaged weights, since they are the ones that were
 * validated.
 *
 * @param metric the metric that is monitored
 * @param patience number of epochs in a row without improvement after which the run ends, at least
 *     1
 * @param minimumDelta an epoch is an improvement only if it is better than the best epoch by more
 *     than this; finite, at least 0
 */
public record EarlyStopping(MonitoredMetric metric, int patience, double minimumDelta)
    implements HasDefaults {

  /** The metrics that the trainer itself computes. */
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
    public double evaluate(EpochMetrics metrics, Layer model, @Nullable BatchLoader validation) {
      return of(metrics);
    }

    double of(EpochMetrics metrics) {
      return this == VALIDATION_LOSS ? metrics.validationLoss() : metrics.validationAccuracy();
    }
  }

  /** Checks the values. */
  public EarlyStopping {
    Require.present("metric", metric);
    Require.atLeast("patience", 1, patience);
    Require.nonNegative("minimumDelta", minimumDelta);
  }

  /** Early stopping for which every improvement counts, however small. */
  public EarlyStopping(MonitoredMetric metric, int patience) {
    this(metric, patience, 0);
  }

  /** Never ends the run early, but restores the weights of the best epoch. */
  public static EarlyStopping keepBest(MonitoredMetric metric) {
    return new EarlyStopping(metric, Integer.MAX_VALUE);
  }

  @Override
  public EarlyStopping defaults() {
    return new EarlyStopping(metric, patience);
  }

  /** A copy with another smallest improvement. */
  public EarlyStopping withMinimumDelta(double minimumDelta) {
    return new EarlyStopping(metric, patience, minimumDelta);
  }

  /** Checks that the loss counts correct predictions; otherwise every accuracy would be 0. */
  static void requireMeasured(String by, MonitoredMetric metric, Loss loss) {
    if (metric == Metric.VALIDATION_ACCURACY && !loss.countsRightAnswers()) {
      throw new IllegalArgumentException(
          by
              + ": VALIDATION_ACCURACY expects a loss that counts correct predictions (see"
              + " Loss.countsRightAnswers), got "
              + loss.getClass().getSimpleName());
    }
  }
}
