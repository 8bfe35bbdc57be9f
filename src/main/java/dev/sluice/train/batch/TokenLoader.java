package dev.sluice.train.batch;

import dev.sluice.argument.Require;
import dev.sluice.data.BatchSampler;
import dev.sluice.data.DataHash;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.TokenBatch;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.loss.Targets;
import java.util.Locale;

/**
 * Loads batches of labelled texts: tokens {@code INT32 [T, N]} with their lengths, and one class
 * per text.
 */
public final class TokenLoader implements BatchLoader {
  private final EncodedTexts texts;
  private final CachedBatchSampler order;
  private final String description;

  private TokenLoader(EncodedTexts texts, CachedBatchSampler order, String description) {
    this.texts = texts;
    this.order = order;
    this.description = description;
  }

  /**
   * For training: texts of similar length in one batch, a new order each epoch; see {@link
   * BatchSampler}.
   */
  public static TokenLoader bucketed(EncodedTexts texts, int batchSize, long seed) {
    Require.present("texts", texts);
    return new TokenLoader(
        texts,
        CachedBatchSampler.bucketed(texts.lengths(), batchSize, seed),
        String.format(Locale.ROOT, "batches of %d bucketed by seed %d", batchSize, seed));
  }

  /** For evaluation: sorted by length, the same in each epoch. */
  public static TokenLoader sorted(EncodedTexts texts, int batchSize) {
    Require.present("texts", texts);
    return new TokenLoader(
        texts,
        CachedBatchSampler.sorted(texts.lengths(), batchSize),
        String.format(Locale.ROOT, "batches of %d sorted by length", batchSize));
  }

  @Override
  public int batches(int epoch) {
    return order.batches();
  }

  @Override
  public Batch load(int epoch, int index, Scope scope) {
    return place(texts.batch(order.examples(epoch, index)), scope);
  }

  @Override
  public String fingerprint() {
    return "data " + DataHash.of(texts) + ", " + description;
  }

  /** The indices of the texts in a batch, in the order of its rows; a new array. */
  public int[] texts(int epoch, int index) {
    return order.examples(epoch, index);
  }

  /** Copies one batch to the scope's device. */
  public static Batch place(TokenBatch batch, Scope scope) {
    Require.present("batch", batch);
    Require.present("scope", scope);
    Tensor tokens = scope.ints(batch.timesteps(), batch.batchSize());
    tokens.write(batch.tokens());
    return new Batch(
        Features.data(tokens, batch.lengths(), scope),
        Targets.classes(scope, batch.labels()),
        batch.batchSize(),
        batch.liveTokens());
  }
}
