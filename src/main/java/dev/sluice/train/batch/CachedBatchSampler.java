package dev.sluice.train.batch;

import dev.sluice.data.BatchIndices;
import dev.sluice.data.BatchSampler;
import java.util.function.IntFunction;

/**
 * Which examples form which batch, epoch by epoch. An epoch's order is made once, not for each of
 * its batches. Thread-safe.
 */
final class CachedBatchSampler {
  private final int batches;
  private final IntFunction<BatchIndices> order;
  private Made current;

  private record Made(int epoch, BatchIndices batches) {}

  private CachedBatchSampler(int batches, IntFunction<BatchIndices> order) {
    this.batches = batches;
    this.order = order;
  }

  /** Another order each epoch, see {@link BatchSampler}. */
  static CachedBatchSampler bucketed(int[] lengths, int batchSize, long seed) {
    BatchSampler schedule = BatchSampler.bucketed(lengths, batchSize, seed);
    return new CachedBatchSampler(schedule.batchesPerEpoch(), schedule::epoch);
  }

  /** Sorted by length, the same each epoch. */
  static CachedBatchSampler sorted(int[] lengths, int batchSize) {
    BatchIndices same = BatchSampler.sorted(lengths, batchSize);
    return new CachedBatchSampler(same.size(), epoch -> same);
  }

  /** The number of batches of every epoch. */
  int batches() {
    return batches;
  }

  /** The examples of a batch; a new array. */
  synchronized int[] examples(int epoch, int batch) {
    if (current == null || current.epoch() != epoch) {
      current = new Made(epoch, order.apply(epoch));
    }
    return current.batches().indices(batch);
  }
}
