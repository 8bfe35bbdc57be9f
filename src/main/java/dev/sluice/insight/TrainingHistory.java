package dev.sluice.insight;

import dev.sluice.argument.Require;
import dev.sluice.train.EpochMetrics;
import dev.sluice.train.TrainingResult;
import java.util.List;
import java.util.OptionalInt;

/**
 * The course of a run, as {@link HistoryRecorder} follows it.
 *
 * @param epochs the figures of every finished epoch, in order
 * @param steps training steps in order; empty if they were not followed. A resumed run has those
 *     since its resumption.
 * @param stepsPerEpoch places the epochs among the steps, above 0
 * @param bestEpoch whose weights were kept, from 0; empty if those of the last
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

  /** Nothing yet. */
  public static TrainingHistory empty() {
    return new TrainingHistory(List.of(), List.of(), 1, OptionalInt.empty());
  }

  /** Of a run whose steps were not followed: its epochs only. */
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
