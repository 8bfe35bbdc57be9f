package dev.sluice.train;

import dev.sluice.data.BatchSchedule;
import dev.sluice.data.EncodedTexts;
import dev.sluice.data.EpochBatches;
import dev.sluice.data.TokenBatch;
import dev.sluice.device.Scope;
import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.loss.Targets;
import java.util.function.IntFunction;

/** Labelled texts as batches: tokens {@code INT32 [T, N]} with lengths, and a class per text. */
public final class TokenBatches implements BatchSource {
  private final EncodedTexts texts;
  private final IntFunction<EpochBatches> order;
  private final String fingerprint;
  private CachedEpoch cached;

  private record CachedEpoch(int epoch, EpochBatches batches) {}

  private TokenBatches(EncodedTexts texts, IntFunction<EpochBatches> order, String how) {
    this.texts = texts;
    this.order = order;
    this.fingerprint = "data " + DataHash.of(texts) + ", " + how;
  }

  /** For training: bucketed by length, another order each epoch; see {@link BatchSchedule}. */
  public static TokenBatches bucketed(EncodedTexts texts, int batchSize, long seed) {
    BatchSchedule schedule = BatchSchedule.bucketed(texts.lengths(), batchSize, seed);
    return new TokenBatches(
        texts, schedule::epoch, "batches of %d bucketed by seed %d".formatted(batchSize, seed));
  }

  /** For evaluation: sorted by length, the same each epoch. */
  public static TokenBatches sorted(EncodedTexts texts, int batchSize) {
    EpochBatches batches = BatchSchedule.sorted(texts.lengths(), batchSize);
    return new TokenBatches(
        texts, epoch -> batches, "batches of %d sorted by length".formatted(batchSize));
  }

  @Override
  public int batches(int epoch) {
    return epoch(epoch).size();
  }

  @Override
  public Batch load(int epoch, int index, Scope scope) {
    return place(texts.batch(epoch(epoch).indices(index)), scope);
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /** Which texts form a batch, in the batch's order; a new array. */
  public int[] texts(int epoch, int index) {
    return epoch(epoch).indices(index);
  }

  /** Brings one batch onto the scope's device. */
  public static Batch place(TokenBatch batch, Scope scope) {
    Tensor tokens = scope.ints(batch.timesteps(), batch.batchSize());
    tokens.write(batch.tokens());
    return new Batch(
        Features.data(tokens, Lengths.place(batch.lengths(), batch.timesteps(), scope)),
        Targets.classes(scope, batch.labels()),
        batch.batchSize(),
        batch.liveTokens());
  }

  /** An epoch's order is made once, not for each of its batches. */
  private synchronized EpochBatches epoch(int epoch) {
    if (cached == null || cached.epoch() != epoch) {
      cached = new CachedEpoch(epoch, order.apply(epoch));
    }
    return cached.batches();
  }
}
