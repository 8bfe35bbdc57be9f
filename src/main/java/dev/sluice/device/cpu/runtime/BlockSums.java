package dev.sluice.device.cpu.runtime;

/**
 * Sums in double precision that do not depend on the number of threads. The elements are divided
 * into blocks of a fixed size; the sums of the blocks are added in order.
 */
public final class BlockSums {

  /** The sum of one block. */
  @FunctionalInterface
  public interface Block {
    double sum(int from, int to);
  }

  /** The sums of consecutive blocks, for a function that is faster with several at a time. */
  @FunctionalInterface
  public interface Blocks {
    /**
     * Sums blocks of {@code size} elements, the last of which may be shorter.
     *
     * @param sums receives the sum of block k at {@code first + k}
     */
    void sum(int from, int to, int size, double[] sums, int first);
  }

  /** The number of elements of a block. */
  private static final int ELEMENTS = 4096;

  private final IndexPartition partition;
  private double[] sums = new double[64];

  public BlockSums(IndexPartition partition) {
    this.partition = partition;
  }

  /**
   * The sum over elements {@code 0 .. count - 1}, in blocks of 4,096. The function must not call
   * this object.
   */
  public double elements(int count, Blocks blocks) {
    return sum(count, ELEMENTS, ELEMENTS, blocks);
  }

  /**
   * The sum over rows {@code 0 .. rows - 1}. The block function must not call this object.
   *
   * @param cost the number of elements of a row
   */
  public double rows(int rows, int cost, Block block) {
    int height = Math.max(1, ELEMENTS / Math.max(1, cost));
    return sum(
        rows,
        height,
        (long) height * cost,
        (from, to, size, into, first) -> {
          int next = first;
          for (long start = from; start < to; start += size) {
            into[next++] = block.sum((int) start, (int) Math.min(to, start + size));
          }
        });
  }

  /**
   * @param size the indices of a block
   * @param cost the number of elements of a block
   */
  private synchronized double sum(int count, int size, long cost, Blocks work) {
    int blocks = (int) (((long) count + size - 1) / size);
    if (blocks > sums.length) {
      sums = new double[Math.max(blocks, 2 * sums.length)];
    }
    double[] into = sums;
    partition.rows(
        blocks,
        cost,
        (from, to) ->
            work.sum(from * size, (int) Math.min(count, (long) to * size), size, into, from));
    double sum = 0;
    for (int b = 0; b < blocks; b++) {
      sum += into[b];
    }
    return sum;
  }
}
