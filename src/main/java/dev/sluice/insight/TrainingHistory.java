package dev.sluice.insight;

import dev.sluice.argument.Require;
import dev.sluice.train.EpochMetrics;
import dev.sluice.train.TrainingResult;
import java.util.List;
import java.util.OptionalInt;

/**
 * The history of a training run, recorded by {@link HistoryRecorder}.
 *
 * @param epochs metrics of the finished epochs, in order
 * @param steps training steps in order; empty if they were not recorded. A resumed run has only the
 *     steps since it was resumed.
 * @param stepsPerEpoch number of steps per epoch, above 0
 * @param bestEpoch index from 0 of the epoch whose weights were kept; empty for the last epoch
 */
public record TrainingHistory(
    List<EpochMetrics> epochs, List<StepPoint> steps, double stepsPerEpoch, OptionalInt bestEpoch) {

  /** Copies the lists. */
  public TrainingHistory {
    epochs = Require.copyOf("epochs", epochs);
    steps = Require.copyOf("steps", steps);
    if (!(stepsPerEpoch > 0)) {
      throw new IllegalArgumentException("stepsPerEpoch: expected above 0, got " + stepsPerEpoch);
    }
  }

  /** An empty history. */
  public static TrainingHistory empty() {
    return new TrainingHistory(List.of(), List.of(), 1, OptionalInt.empty());
  }

  /** The history of a run whose steps were not recorded. It has only epochs. */
  public static TrainingHistory of(TrainingResult result) {
    Require.present("result", result);
    double stepsPerEpoch =
        result.epochs().isEmpty() ? 1 : (double) result.steps() / result.epochs().size();
    return new TrainingHistory(
        result.epochs(), List.of(), Math.max(1, stepsPerEpoch), result.bestEpoch());
  }

  /** Seconds spent in the training steps of all finished epochs. */
  public double seconds() {
    return epochs.stream().mapToDouble(EpochMetrics::seconds).sum();
  }

  /** Training speed over all finished epochs; NaN if no time was measured. */
  public double tokensPerSecond() {
    double seconds = seconds();
    return seconds > 0
        ? epochs.stream().mapToLong(EpochMetrics::tokens).sum() / seconds
        : Double.NaN;
  }
}
