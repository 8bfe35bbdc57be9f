package dev.sluice.train;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a run came to.
 *
 * @param epochs the figures of every finished epoch, those before a resumption included
 * @param bestEpoch whose weights the model now has, from 0, where early stopping keeps the best;
 *     else empty
 * @param steps taken in all
 * @param interrupted whether the run was asked to stop before its end
 * @param metrics the values of metrics of one's own, by name, one of each finished epoch
 */
public record TrainingResult(
    List<EpochMetrics> epochs,
    OptionalInt bestEpoch,
    long steps,
    boolean interrupted,
    Map<String, List<Double>> metrics) {

  /** Copies list and map. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
    metrics = Map.copyOf(metrics);
  }

  /** What a run without metrics of one's own came to. */
  public TrainingResult(
      List<EpochMetrics> epochs, OptionalInt bestEpoch, long steps, boolean interrupted) {
    this(epochs, bestEpoch, steps, interrupted, Map.of());
  }

  /**
   * The figures of the last finished epoch.
   *
   * @throws IllegalStateException if none was finished
   */
  public EpochMetrics last() {
    if (epochs.isEmpty()) {
      throw new IllegalStateException("no epoch was finished");
    }
    return epochs.get(epochs.size() - 1);
  }
}
