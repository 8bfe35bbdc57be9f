package dev.sluice.app.sentiment;

import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.app.sentiment.settings.SentimentSettings;
import dev.sluice.app.sentiment.settings.TrainingSettings;
import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.loss.Loss;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.optimizer.ParameterGroup;
import dev.sluice.train.EarlyStopping;
import dev.sluice.train.Trainer;
import dev.sluice.train.batch.TokenLoader;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates the model, the batches and the trainer from settings and data:
 *
 * <pre>{@code
 * EncodedSplits data = EncodedSplits.prepare(splits, settings.text(), threads);
 * SentimentTraining training = new SentimentTraining(settings, data);
 * try (SentimentModel model = training.createModel(device)) {
 *   training.trainer(model).fit(training.batches(), training.heldOutBatches());
 *   float[] probabilities = model.classify(List.of("A great film.")).get(0);
 * }
 * }</pre>
 *
 * <p>Immutable. It owns no resources.
 */
public final class SentimentTraining {
  private final SentimentSettings settings;
  private final EncodedSplits data;
  private final TokenLoader batches;
  private final @Nullable TokenLoader heldOut;

  /** Combines settings and data. */
  public SentimentTraining(SentimentSettings settings, EncodedSplits data) {
    this.settings = Require.present("settings", settings);
    this.data = Require.present("data", data);
    TrainingSettings training = settings.training();
    this.batches = TokenLoader.bucketed(data.train(), training.batch(), training.seed());
    this.heldOut =
        data.heldOut() == null ? null : TokenLoader.sorted(data.heldOut(), SentimentModel.BATCH);
  }

  /**
   * Creates a model with random weights from the seed of the settings.
   *
   * @return the model, owned by the caller
   */
  public SentimentModel createModel(Device device) {
    TextEncoding encoding = data.encoding();
    ModelSpec spec =
        settings.model().spec(encoding.vocabulary().size(), encoding.classNames().size());
    return new SentimentModel(Model.create(spec, device, settings.training().seed()), encoding);
  }

  /** The training batches. */
  public TokenLoader batches() {
    return batches;
  }

  /** The validation batches; null if nothing is held out. */
  public @Nullable TokenLoader heldOutBatches() {
    return heldOut;
  }

  /** The learning rate of a step in a run with this number of epochs. */
  double learningRate(long step, int epochs) {
    long steps = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      steps += (batches.batches(epoch) - 1) / settings.training().accumulate() + 1;
    }
    return settings
        .training()
        .rates(batches.batches(0))
        .rate(settings.training().learningRate(), step, steps);
  }

  /** The number of training tokens in an epoch. */
  public long tokensPerEpoch() {
    return Arrays.stream(data.train().lengths()).asLongStream().sum();
  }

  /** The weight of each class in the loss; empty if all have the same weight. */
  Optional<float[]> classWeights() {
    return settings.training().balance()
        ? Optional.of(
            SoftmaxCrossEntropy.balancedWeights(
                data.encoding().classNames().size(), data.train().labels()))
        : Optional.empty();
  }

  private Loss loss() {
    return classWeights()
        .map(SoftmaxCrossEntropy::withClassWeights)
        .orElseGet(SoftmaxCrossEntropy::new);
  }

  /** A trainer for the model, without listeners and checkpoints. */
  public Trainer trainer(SentimentModel model) {
    TrainingSettings training = settings.training();
    Trainer trainer =
        Trainer.of(model.model(), loss())
            .withOptimizer(training.optimizer().of(training.learningRate()))
            .withParameterGroups(
                ParameterGroup.of(model.model().parameters())
                    .withWeightDecay(training.weightDecay()))
            .withSchedule(training.rates(batches.batches(0)))
            .withClipping(training.clipping())
            .withExponentialMovingAverage(training.average())
            .withEpochs(training.epochs())
            .withGradientAccumulation(training.accumulate())
            .withSeed(training.seed());
    return training.patience() == 0
        ? trainer
        : trainer.withEarlyStopping(
            new EarlyStopping(EarlyStopping.Metric.VALIDATION_LOSS, training.patience()));
  }
}
