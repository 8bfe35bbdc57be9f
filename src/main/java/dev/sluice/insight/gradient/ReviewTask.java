package dev.sluice.insight.gradient;

import dev.sluice.data.Vocabulary;
import dev.sluice.device.Scope;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.loss.Loss;
import dev.sluice.loss.SoftmaxCrossEntropy;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.train.batch.Batch;
import dev.sluice.train.batch.TokenLoader;
import java.util.stream.IntStream;

/** Classifying reviews by the state after their last token. */
final class ReviewTask implements GradientTask {
  private final ReviewTexts texts;
  private final GradientSettings settings;
  private final TokenLoader batches;

  ReviewTask(ReviewTexts texts, GradientSettings settings) {
    this.texts = texts;
    this.settings = settings;
    this.batches = TokenLoader.bucketed(texts.train(), settings.batchSize(), settings.seed());
  }

  /** The embedding is as wide as the cell. */
  @Override
  public ModelSpec model(GradientCell cell) {
    return ModelSpec.embedding(
            EmbeddingSpec.forTextClassification(texts.vocabulary(), settings.hiddenSize())
                .withPadding(Vocabulary.PADDING))
        .recurrent(features -> cell.layer(features, settings.hiddenSize()))
        .pooling(PoolingKind.LAST)
        .dense(texts.classes());
  }

  @Override
  public Loss loss() {
    return new SoftmaxCrossEntropy();
  }

  @Override
  public int timesteps() {
    return texts.heldOut().length(0);
  }

  @Override
  public Batch training(int step, Scope scope) {
    int perEpoch = batches.batches(0);
    return batches.load(step / perEpoch, step % perEpoch, scope);
  }

  @Override
  public Batch heldOut(Scope scope) {
    int[] all = IntStream.range(0, texts.heldOut().size()).toArray();
    return TokenLoader.place(texts.heldOut().batch(all), scope);
  }
}
