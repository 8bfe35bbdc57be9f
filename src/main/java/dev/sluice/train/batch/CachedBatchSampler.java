package dev.sluice.train.batch;

import dev.sluice.data.BatchIndices;
import dev.sluice.data.BatchSampler;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The sampler of a loader: says which examples form each batch, and caches the batches of the
 * current epoch. Thread-safe.
 */
final class CachedBatchSampler {
  private final int batches;
  private final IntFunction<BatchIndices> sampler;
  private @Nullable CachedEpoch current;

  private record CachedEpoch(int epoch, BatchIndices batches) {}

  private CachedBatchSampler(int batches, IntFunction<BatchIndices> sampler) {
    this.batches = batches;
    this.sampler = sampler;
  }

  /** Batches of similar length in a new order each epoch, see {@link BatchSampler}. */
  static CachedBatchSampler bucketed(int[] lengths, int batchSize, long seed) {
    BatchSampler sampler = BatchSampler.bucketed(lengths, batchSize, seed);
    return new CachedBatchSampler(sampler.batchesPerEpoch(), sampler::epoch);
  }

  /** Batches sorted by length, the same in each epoch. */
  static CachedBatchSampler sorted(int[] lengths, int batchSize) {
    BatchIndices batches = BatchSampler.sorted(lengths, batchSize);
    return new CachedBatchSampler(batches.size(), epoch -> batches);
  }

  /** The number of batches of every epoch. */
  int batches() {
    return batches;
  }

  /** The indices of the examples in a batch; a new array. */
  synchronized int[] examples(int epoch, int batch) {
    if (current == null || current.epoch() != epoch) {
      current = new CachedEpoch(epoch, sampler.apply(epoch));
    }
    return current.batches().indices(batch);
  }
}
