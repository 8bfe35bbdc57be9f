package dev.sluice.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which examples form which batch, bucketed by length so that little of a batch is padding.
 *
 * <p>In each epoch the examples are shuffled, sorted by length within blocks of {@value
 * #BLOCK_BATCHES} batches, cut into batches, and the batches are shuffled. Every example occurs
 * once in an epoch; at most one batch is smaller than the others. The order is a pure function of
 * lengths, batch size, seed and epoch, on every Java version, so a run may go on in the middle of
 * an epoch. Immutable.
 */
public final class BatchSampler {
  /**
   * Batches in a block: enough to find neighbours of like length, few enough to keep the order
   * random.
   */
  public static final int BLOCK_BATCHES = 50;

  private final int[] lengths;
  private final int batchSize;
  private final long seed;

  private BatchSampler(int[] lengths, int batchSize, long seed) {
    if (lengths.length == 0) {
      throw new IllegalArgumentException("lengths: expected at least one example, got none");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize: expected 1 or more, got " + batchSize);
    }
    this.lengths = lengths.clone();
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /**
   * A schedule for training.
   *
   * @param lengths length of each example; copied
   * @param batchSize examples in a batch, at least 1
   */
  public static BatchSampler bucketed(int[] lengths, int batchSize, long seed) {
    return new BatchSampler(lengths, batchSize, seed);
  }

  /**
   * The batches of an evaluation: sorted by length, nothing shuffled.
   *
   * @param lengths length of each example
   * @param batchSize examples in a batch, at least 1
   */
  public static BatchIndices sorted(int[] lengths, int batchSize) {
    BatchSampler schedule = new BatchSampler(lengths, batchSize, 0);
    int[] order = identity(lengths.length);
    schedule.sortByLength(order, 0, order.length);
    return new BatchIndices(schedule.cut(order));
  }

  /** Number of batches in every epoch. */
  public int batchesPerEpoch() {
    return (lengths.length - 1) / batchSize + 1;
  }

  /**
   * The batches of an epoch.
   *
   * @param epoch any number; each has its own order
   */
  public BatchIndices epoch(long epoch) {
    StableRandom random = StableRandom.of(seed, epoch);
    int[] order = identity(lengths.length);
    random.shuffle(order);
    long block = (long) BLOCK_BATCHES * batchSize;
    for (long from = 0; from < order.length; from += block) {
      sortByLength(order, (int) from, (int) Math.min(from + block, order.length));
    }
    List<int[]> batches = cut(order);
    int[] places = identity(batches.size());
    random.shuffle(places);
    List<int[]> shuffled = new ArrayList<>(batches.size());
    for (int place : places) {
      shuffled.add(batches.get(place));
    }
    return new BatchIndices(shuffled);
  }

  /** Stable: examples of one length keep their order. */
  private void sortByLength(int[] order, int from, int to) {
    long[] keys = new long[to - from];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) lengths[order[from + i]] << 32 | i;
    }
    Arrays.sort(keys);
    int[] unsorted = Arrays.copyOfRange(order, from, to);
    for (int i = 0; i < keys.length; i++) {
      order[from + i] = unsorted[(int) keys[i]];
    }
  }

  private List<int[]> cut(int[] order) {
    List<int[]> batches = new ArrayList<>(batchesPerEpoch());
    for (int from = 0; from < order.length; from += batchSize) {
      int to = (int) Math.min((long) from + batchSize, order.length);
      batches.add(Arrays.copyOfRange(order, from, to));
    }
    return batches;
  }

  private static int[] identity(int size) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }
}
