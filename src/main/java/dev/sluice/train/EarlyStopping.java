package dev.sluice.train;

import dev.sluice.loss.Loss;
import java.util.Objects;

/**
 * Ends a run that no longer gets better on the validation batches, and gives back the weights of
 * the best epoch (those that were measured: averaged ones where weights are averaged).
 *
 * @param metric what is compared
 * @param patience the run ends after this many epochs in a row without a new best, at least 1
 */
public record EarlyStopping(Metric metric, int patience) {

  /** What is compared. */
  public enum Metric {
    /** Lower is better. */
    VALIDATION_LOSS,
    /** Higher is better. */
    VALIDATION_ACCURACY
  }

  /** Checks the values. */
  public EarlyStopping {
    Objects.requireNonNull(metric, "metric");
    if (patience < 1) {
      throw new IllegalArgumentException("patience: expected at least 1 epoch, got " + patience);
    }
  }

  /** Never ends a run early, but gives back the weights of its best epoch. */
  public static EarlyStopping keepBest(Metric metric) {
    return new EarlyStopping(metric, Integer.MAX_VALUE);
  }

  /** Refuses to compare accuracies where the loss counts no right answers: all of them are 0. */
  void requireMeasuredBy(Loss loss) {
    if (metric == Metric.VALIDATION_ACCURACY && !loss.countsRightAnswers()) {
      throw new IllegalArgumentException(
          "early stopping: VALIDATION_ACCURACY expects a loss that counts right answers (see"
              + " Loss.countsRightAnswers), got "
              + loss.getClass().getSimpleName());
    }
  }

  /** Whether this epoch beats that one; any number beats a loss that is NaN. */
  boolean better(EpochFigures figures, EpochFigures best) {
    return switch (metric) {
      case VALIDATION_LOSS -> Double.compare(figures.validationLoss(), best.validationLoss()) < 0;
      case VALIDATION_ACCURACY -> figures.validationAccuracy() > best.validationAccuracy();
    };
  }
}
