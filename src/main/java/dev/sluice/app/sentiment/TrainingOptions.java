package dev.sluice.app.sentiment;

import static java.util.Objects.requireNonNullElse;

import dev.sluice.app.sentiment.settings.OptimizerKind;
import dev.sluice.app.sentiment.settings.ScheduleKind;
import dev.sluice.app.sentiment.settings.TrainingSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Picocli options that change {@link TrainingSettings}; null if not given. */
final class TrainingOptions {
  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "sgd, momentum, rmsprop, adam or adamw.")
  private @Nullable OptimizerKind optimizer;

  @Option(names = "--learning-rate", paramLabel = "R", description = "The largest learning rate.")
  private @Nullable Double learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description = "Weight decay: decoupled with adamw, otherwise added to the gradient.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "constant, step (halved each epoch), cosine or linear (to 0).")
  private @Nullable ScheduleKind schedule;

  @Option(
      names = "--warmup",
      paramLabel = "STEPS",
      description = "Number of warm-up steps of the learning rate.")
  private @Nullable Integer warmup;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Clip the global norm of the gradients; 0 for no clipping.")
  private @Nullable Double clip;

  @Option(
      names = "--clip-value",
      paramLabel = "V",
      description = "Clip the elements of the gradients, instead of --clip; 0 for no clipping.")
  private @Nullable Double clipValue;

  @Option(
      names = "--average",
      paramLabel = "DECAY",
      description =
          "Decay of the moving average of the weights, which becomes the result; 0 for none.")
  private @Nullable Double average;

  @Option(names = "--batch", paramLabel = "N", description = "Batch size in texts.")
  private @Nullable Integer batch;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "Number of batches whose gradients are accumulated for one step.")
  private @Nullable Integer accumulate;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Number of passes over the training texts.")
  private @Nullable Integer epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after N epochs without a lower held-out loss and keep the best; 0 for never.")
  private @Nullable Integer patience;

  @Option(
      names = "--balance",
      negatable = true,
      description =
          "Weight the classes in the loss, so that rare and frequent classes contribute equally.")
  private @Nullable Boolean balance;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights, order and dropout: the same seed gives the same model.")
  private @Nullable Long seed;

  TrainingSettings applyTo(TrainingSettings base) {
    return new TrainingSettings(
        requireNonNullElse(optimizer, base.optimizer()),
        requireNonNullElse(learningRate, base.learningRate()),
        requireNonNullElse(weightDecay, base.weightDecay()),
        requireNonNullElse(schedule, base.schedule()),
        requireNonNullElse(warmup, base.warmup()),
        requireNonNullElse(clip, clipValue == null ? base.clip() : 0.0),
        requireNonNullElse(clipValue, clip == null ? base.clipValue() : 0.0),
        requireNonNullElse(average, base.average()),
        requireNonNullElse(batch, base.batch()),
        requireNonNullElse(accumulate, base.accumulate()),
        requireNonNullElse(epochs, base.epochs()),
        requireNonNullElse(patience, base.patience()),
        requireNonNullElse(balance, base.balance()),
        requireNonNullElse(seed, base.seed()));
  }
}
