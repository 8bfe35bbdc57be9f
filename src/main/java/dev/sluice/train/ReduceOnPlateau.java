package dev.sluice.train;

import java.util.List;
import java.util.Objects;

/**
 * Lowers the learning rate when epochs no longer get better on the validation batches: PyTorch's
 * {@code ReduceLROnPlateau} with an absolute threshold, as a factor of whatever the schedule gives.
 * What it does follows from the metric's values so far, which checkpoints hold.
 *
 * @param metric what is compared
 * @param factor the learning rate is multiplied by this, above 0 and below 1
 * @param patience epochs in a row without improvement that are put up with; the one after them
 *     lowers the rate; at least 0
 * @param minimumDelta an epoch is an improvement only if it beats the best one by more than this;
 *     finite, at least 0
 * @param cooldown epochs after a lowering in which none counts as without improvement, at least 0
 * @param minimumFactor the product of all lowerings is never less than this, 0 to 1
 */
public record ReduceOnPlateau(
    MonitoredMetric metric,
    double factor,
    int patience,
    double minimumDelta,
    int cooldown,
    double minimumFactor) {

  /** Checks the values. */
  public ReduceOnPlateau {
    Objects.requireNonNull(metric, "metric");
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException("factor: expected above 0 and below 1, got " + factor);
    }
    if (patience < 0) {
      throw new IllegalArgumentException("patience: expected 0 epochs or more, got " + patience);
    }
    EarlyStopping.requireDelta(minimumDelta);
    if (cooldown < 0) {
      throw new IllegalArgumentException("cooldown: expected 0 epochs or more, got " + cooldown);
    }
    if (!(minimumFactor >= 0 && minimumFactor <= 1)) {
      throw new IllegalArgumentException("minimumFactor: expected 0 to 1, got " + minimumFactor);
    }
  }

  /** Every improvement counts, there is no cooldown, and the rate may fall without end. */
  public static ReduceOnPlateau of(MonitoredMetric metric, double factor, int patience) {
    return new ReduceOnPlateau(metric, factor, patience, 0, 0, 0);
  }

  /** This with a least improvement. */
  public ReduceOnPlateau withMinimumDelta(double minimumDelta) {
    return new ReduceOnPlateau(metric, factor, patience, minimumDelta, cooldown, minimumFactor);
  }

  /** This with epochs of rest after each lowering. */
  public ReduceOnPlateau withCooldown(int cooldown) {
    return new ReduceOnPlateau(metric, factor, patience, minimumDelta, cooldown, minimumFactor);
  }

  /** This with a bound to all lowerings together. */
  public ReduceOnPlateau withMinimumFactor(double minimumFactor) {
    return new ReduceOnPlateau(metric, factor, patience, minimumDelta, cooldown, minimumFactor);
  }

  /** What the schedule's rate is multiplied by after epochs with these values. */
  double factorAfter(List<Double> values) {
    double product = 1;
    double best = Double.NaN;
    int without = 0;
    int resting = 0;
    for (double value : values) {
      boolean better = metric.better(value, best, minimumDelta);
      best = better ? value : best;
      without = better ? 0 : without + 1;
      if (resting > 0) {
        resting--;
        without = 0;
      }
      if (without > patience) {
        product = Math.max(product * factor, minimumFactor);
        resting = cooldown;
        without = 0;
      }
    }
    return product;
  }
}
