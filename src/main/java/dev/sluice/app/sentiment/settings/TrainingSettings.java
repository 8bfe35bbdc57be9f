package dev.sluice.app.sentiment.settings;

import dev.sluice.argument.Require;
import dev.sluice.optimizer.Clipping;
import dev.sluice.train.schedule.Schedule;
import java.util.Locale;
import java.util.Objects;

/**
 * How the weights are learned.
 *
 * @param optimizer the rule of the updates
 * @param learningRate the largest one, at least 0
 * @param weightDecay of all weights, at least 0: taken from them directly by ADAMW, added to the
 *     gradient by the other rules
 * @param schedule of the learning rate, after the warm-up
 * @param warmup steps in which the learning rate rises, at least 0
 * @param clip the largest norm of all gradients together; 0: any
 * @param clipValue the largest size of a gradient's element; 0: any. At most one of the two is set.
 * @param average decay of the moving average of the weights, 0 to below 1; 0: no average
 * @param batch texts of a batch, at least 1
 * @param accumulate batches of a step, at least 1
 * @param epochs passes over the training texts, 1 to 1,000,000
 * @param patience epochs without a lower held-out loss after which training ends; 0: never
 * @param balance whether each class has the same part in the loss, however rare its texts are
 * @param seed of weights, order of the texts, and dropout
 */
public record TrainingSettings(
    OptimizerKind optimizer,
    double learningRate,
    double weightDecay,
    ScheduleKind schedule,
    int warmup,
    double clip,
    double clipValue,
    double average,
    int batch,
    int accumulate,
    int epochs,
    int patience,
    boolean balance,
    long seed) {
  /** The trainer asks the batches of each for their number before it begins. */
  private static final int MOST_EPOCHS = 1_000_000;

  /** Checks the ranges. */
  public TrainingSettings {
    Objects.requireNonNull(optimizer, "optimizer");
    Require.nonNegative("learning-rate", learningRate);
    Require.nonNegative("weight-decay", weightDecay);
    Objects.requireNonNull(schedule, "schedule");
    Require.atLeast("warmup", 0, warmup);
    Require.nonNegative("clip", clip);
    Require.nonNegative("clip-value", clipValue);
    if (clip > 0 && clipValue > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "clip and clip-value: expected at most one above 0, got %s and %s",
              clip,
              clipValue));
    }
    Require.fraction("average", average);
    Require.atLeast("batch", 1, batch);
    Require.atLeast("accumulate", 1, accumulate);
    Require.between("epochs", 1, MOST_EPOCHS, epochs);
    Require.atLeast("patience", 0, patience);
  }

  public TrainingSettings withEpochs(int number) {
    return new TrainingSettings(
        optimizer,
        learningRate,
        weightDecay,
        schedule,
        warmup,
        clip,
        clipValue,
        average,
        batch,
        accumulate,
        number,
        patience,
        balance,
        seed);
  }

  public Clipping clipping() {
    if (clipValue > 0) {
      return Clipping.byValue(clipValue);
    }
    return clip > 0 ? Clipping.byGlobalNorm(clip) : Clipping.none();
  }

  /**
   * @param batches of an epoch, at least 1
   */
  public Schedule rates(int batches) {
    Schedule rates = schedule.of(learningRate, (batches - 1) / accumulate + 1);
    return warmup > 0 ? rates.withWarmUp(warmup) : rates;
  }
}
