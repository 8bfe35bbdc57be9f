package dev.sluice.train;

import dev.sluice.argument.Require;
import dev.sluice.record.HasDefaults;
import java.util.List;

/**
 * Lowers the learning rate when a validation metric stops improving: PyTorch's {@code
 * ReduceLROnPlateau} with an absolute threshold. The result is a factor of the learning rate that
 * the schedule gives. It depends only on the values of the metric so far, which checkpoints
 * contain.
 *
 * @param metric the metric that is monitored
 * @param factor the learning rate is multiplied by this, above 0 and below 1
 * @param patience number of epochs in a row without improvement that are tolerated, at least 0; the
 *     next epoch without improvement lowers the learning rate
 * @param minimumDelta an epoch is an improvement only if it is better than the best epoch by more
 *     than this; finite, at least 0
 * @param cooldown number of epochs after a reduction that never count as epochs without
 *     improvement, at least 0
 * @param minimumFactor lower bound of the product of all reductions, 0 to 1
 */
public record ReduceOnPlateau(
    MonitoredMetric metric,
    double factor,
    int patience,
    double minimumDelta,
    int cooldown,
    double minimumFactor)
    implements HasDefaults {

  /** Checks the values. */
  public ReduceOnPlateau {
    Require.present("metric", metric);
    Require.properFraction("factor", factor);
    Require.atLeast("patience", 0, patience);
    Require.nonNegative("minimumDelta", minimumDelta);
    Require.atLeast("cooldown", 0, cooldown);
    Require.share("minimumFactor", minimumFactor);
  }

  /** Every improvement counts; no cooldown; no lower bound. */
  public static ReduceOnPlateau of(MonitoredMetric metric, double factor, int patience) {
    return new ReduceOnPlateau(metric, factor, patience, 0, 0, 0);
  }

  @Override
  public ReduceOnPlateau defaults() {
    return of(metric, factor, patience);
  }

  /** A copy with another smallest improvement. */
  public ReduceOnPlateau withMinimumDelta(double minimumDelta) {
    return new ReduceOnPlateau(metric, factor, patience, minimumDelta, cooldown, minimumFactor);
  }

  /** A copy with another cooldown. */
  public ReduceOnPlateau withCooldown(int cooldown) {
    return new ReduceOnPlateau(metric, factor, patience, minimumDelta, cooldown, minimumFactor);
  }

  /** A copy with another lower bound of the product of all reductions. */
  public ReduceOnPlateau withMinimumFactor(double minimumFactor) {
    return new ReduceOnPlateau(metric, factor, patience, minimumDelta, cooldown, minimumFactor);
  }

  /** The factor of the schedule's learning rate after epochs with these metric values. */
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
