package dev.sluice.app.sentiment.settings;

import dev.sluice.argument.Require;
import dev.sluice.optimizer.Clipping;
import dev.sluice.train.schedule.Schedule;
import java.util.Locale;

/**
 * The settings of training: optimizer, schedule, batches and epochs.
 *
 * @param optimizer kind of the optimizer
 * @param learningRate the largest learning rate, at least 0
 * @param weightDecay weight decay, at least 0; decoupled for ADAMW, added to the gradient for other
 *     optimizers
 * @param schedule learning-rate schedule after the warm-up
 * @param warmup number of warm-up steps of the learning rate, at least 0
 * @param clip largest global norm of the gradients; 0 for no clipping
 * @param clipValue largest absolute value of a gradient element; 0 for no clipping. At most one of
 *     the two is above 0.
 * @param average decay of the moving average of the weights, from 0 to below 1; 0 for no average
 * @param batch batch size in texts, at least 1
 * @param accumulate number of batches whose gradients are accumulated for one step, at least 1
 * @param epochs number of passes over the training texts, 1 to 1,000,000
 * @param patience number of epochs without a lower held-out loss after which training stops; 0 for
 *     never
 * @param balance whether the loss is weighted so that all classes contribute equally
 * @param seed seed of the weights, the order of the texts, and dropout
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
  /** The trainer asks for the number of batches of every epoch before it starts. */
  private static final int MAX_EPOCHS = 1_000_000;

  /** Checks the ranges. */
  public TrainingSettings {
    Require.present("optimizer", optimizer);
    Require.nonNegative("learning-rate", learningRate);
    Require.nonNegative("weight-decay", weightDecay);
    Require.present("schedule", schedule);
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
    Require.between("epochs", 1, MAX_EPOCHS, epochs);
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
   * @param batches batches per epoch, at least 1
   */
  public Schedule rates(int batches) {
    Schedule rates = schedule.of((batches - 1) / accumulate + 1);
    return warmup > 0 ? rates.withWarmUp(warmup) : rates;
  }
}
