package dev.sluice.train;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The result of a run.
 *
 * @param epochs metrics of every finished epoch, also of those before the run was resumed
 * @param bestEpoch the epoch, from 0, whose weights the model now has, if early stopping keeps the
 *     best; else empty
 * @param steps number of steps taken in all
 * @param interrupted whether the run was asked to stop before its end
 * @param metrics the values of custom metrics, by name, one value for each finished epoch
 */
public record TrainingResult(
    List<EpochMetrics> epochs,
    OptionalInt bestEpoch,
    long steps,
    boolean interrupted,
    Map<String, List<Double>> metrics) {

  /** Copies the list and the map. */
  public TrainingResult {
    epochs = Require.copyOf("epochs", epochs);
    metrics = Require.copyOf("metrics", metrics);
  }

  /** The result of a run without custom metrics. */
  public TrainingResult(
      List<EpochMetrics> epochs, OptionalInt bestEpoch, long steps, boolean interrupted) {
    this(epochs, bestEpoch, steps, interrupted, Map.of());
  }

  /**
   * The metrics of the last finished epoch.
   *
   * @throws IllegalStateException if no epoch was finished
   */
  public EpochMetrics last() {
    if (epochs.isEmpty()) {
      throw new IllegalStateException("no epoch was finished");
    }
    return epochs.get(epochs.size() - 1);
  }
}
