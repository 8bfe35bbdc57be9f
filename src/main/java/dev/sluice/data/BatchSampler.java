package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decides which examples form which batch. Examples of similar length are in one batch (bucketing),
 * so that there is little padding.
 *
 * <p>In each epoch it shuffles the examples, sorts them by length within blocks of {@value
 * #BLOCK_BATCHES} batches, cuts them into batches, and shuffles the batches. Every example occurs
 * once per epoch. At most one batch is smaller than the others. The batches depend only on lengths,
 * batch size, seed and epoch, on every Java version, so a run can resume in the middle of an epoch.
 * Immutable.
 */
public final class BatchSampler {
  /**
   * Batches per block: enough to find examples of similar length, few enough to keep the order
   * random.
   */
  public static final int BLOCK_BATCHES = 50;

  private final int[] lengths;
  private final int batchSize;
  private final long seed;

  private BatchSampler(int[] lengths, int batchSize, long seed) {
    if (Require.present("lengths", lengths).length == 0) {
      throw new IllegalArgumentException("lengths: expected at least one example, got none");
    }
    Require.atLeast("batchSize", 1, batchSize);
    this.lengths = lengths.clone();
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /**
   * Creates a sampler for training.
   *
   * @param lengths length of each example; copied
   * @param batchSize examples per batch, at least 1
   * @param seed seed of the order
   */
  public static BatchSampler bucketed(int[] lengths, int batchSize, long seed) {
    return new BatchSampler(lengths, batchSize, seed);
  }

  /**
   * The batches for evaluation: sorted by length, not shuffled.
   *
   * @param lengths length of each example
   * @param batchSize examples per batch, at least 1
   */
  public static BatchIndices sorted(int[] lengths, int batchSize) {
    BatchSampler sampler = new BatchSampler(lengths, batchSize, 0);
    int[] order = identity(lengths.length);
    sampler.sortByLength(order, 0, order.length);
    return new BatchIndices(sampler.cut(order));
  }

  /** Number of batches in every epoch. */
  public int batchesPerEpoch() {
    return (lengths.length - 1) / batchSize + 1;
  }

  /**
   * The batches of an epoch.
   *
   * @param epoch any number; each epoch has another order
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

  /** A stable sort: examples of equal length keep their order. */
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
