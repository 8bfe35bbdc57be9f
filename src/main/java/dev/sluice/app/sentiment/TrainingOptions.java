package dev.sluice.app.sentiment;

import static java.util.Objects.requireNonNullElse;

import dev.sluice.app.sentiment.settings.OptimizerKind;
import dev.sluice.app.sentiment.settings.ScheduleKind;
import dev.sluice.app.sentiment.settings.TrainingSettings;
import picocli.CommandLine.Option;

/** The options that change {@link TrainingSettings}; null where not given. */
final class TrainingOptions {
  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "sgd, momentum, rmsprop, adam or adamw.")
  private OptimizerKind optimizer;

  @Option(names = "--learning-rate", paramLabel = "R", description = "The largest learning rate.")
  private Double learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description = "Decay of all weights: decoupled with adamw, else added to the gradient.")
  private Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "constant, step (halved each epoch), cosine or linear (to 0).")
  private ScheduleKind schedule;

  @Option(
      names = "--warmup",
      paramLabel = "STEPS",
      description = "Steps in which the learning rate rises.")
  private Integer warmup;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Largest norm of all gradients together; 0 for none.")
  private Double clip;

  @Option(
      names = "--clip-value",
      paramLabel = "V",
      description = "Largest element of a gradient, instead of --clip; 0 for none.")
  private Double clipValue;

  @Option(
      names = "--average",
      paramLabel = "DECAY",
      description = "Moving average of the weights, kept as the result; 0 for none.")
  private Double average;

  @Option(names = "--batch", paramLabel = "N", description = "Texts of a batch.")
  private Integer batch;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "Batches of a step, for steps larger than memory.")
  private Integer accumulate;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training texts.")
  private Integer epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "End after N epochs without a lower held-out loss and keep the best; 0 for never.")
  private Integer patience;

  @Option(
      names = "--balance",
      negatable = true,
      description =
          "Weigh each class in the loss by how rare its texts are, so that all have the same part.")
  private Boolean balance;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of weights, order and dropout: the same seed gives the same model.")
  private Long seed;

  TrainingSettings over(TrainingSettings preset) {
    return new TrainingSettings(
        requireNonNullElse(optimizer, preset.optimizer()),
        requireNonNullElse(learningRate, preset.learningRate()),
        requireNonNullElse(weightDecay, preset.weightDecay()),
        requireNonNullElse(schedule, preset.schedule()),
        requireNonNullElse(warmup, preset.warmup()),
        requireNonNullElse(clip, clipValue == null ? preset.clip() : 0.0),
        requireNonNullElse(clipValue, clip == null ? preset.clipValue() : 0.0),
        requireNonNullElse(average, preset.average()),
        requireNonNullElse(batch, preset.batch()),
        requireNonNullElse(accumulate, preset.accumulate()),
        requireNonNullElse(epochs, preset.epochs()),
        requireNonNullElse(patience, preset.patience()),
        requireNonNullElse(balance, preset.balance()),
        requireNonNullElse(seed, preset.seed()));
  }
}
