package dev.sluice.train;

import dev.sluice.data.BatchSchedule;
import dev.sluice.data.EpochBatches;
import java.util.function.IntFunction;

/**
 * Which examples form which batch, epoch by epoch. An epoch's order is made once, not for each of
 * its batches. Thread-safe.
 */
final class EpochOrder {
  private final int batches;
  private final IntFunction<EpochBatches> order;
  private Made current;

  private record Made(int epoch, EpochBatches batches) {}

  private EpochOrder(int batches, IntFunction<EpochBatches> order) {
    this.batches = batches;
    this.order = order;
  }

  /** Another order each epoch, see {@link BatchSchedule}. */
  static EpochOrder bucketed(int[] lengths, int batchSize, long seed) {
    BatchSchedule schedule = BatchSchedule.bucketed(lengths, batchSize, seed);
    return new EpochOrder(schedule.batchesPerEpoch(), schedule::epoch);
  }

  /** Sorted by length, the same each epoch. */
  static EpochOrder sorted(int[] lengths, int batchSize) {
    EpochBatches same = BatchSchedule.sorted(lengths, batchSize);
    return new EpochOrder(same.size(), epoch -> same);
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
