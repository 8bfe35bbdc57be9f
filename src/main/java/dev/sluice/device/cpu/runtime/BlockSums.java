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

  /** The number of elements of a block. */
  private static final int ELEMENTS = 4096;

  private final IndexPartition partition;
  private double[] sums = new double[64];

  public BlockSums(IndexPartition partition) {
    this.partition = partition;
  }

  /** The sum over elements {@code 0 .. count - 1}. */
  public double elements(int count, Block block) {
    return rows(count, 1, block);
  }

  /**
   * The sum over rows {@code 0 .. rows - 1}. The block function must not call this object.
   *
   * @param cost the number of elements of a row
   */
  public synchronized double rows(int rows, int cost, Block block) {
    int height = Math.max(1, ELEMENTS / Math.max(1, cost));
    int blocks = (int) (((long) rows + height - 1) / height);
    if (blocks > sums.length) {
      sums = new double[Math.max(blocks, 2 * sums.length)];
    }
    double[] into = sums;
    partition.rows(
        blocks,
        (long) height * cost,
        (from, to) -> {
          for (int b = from; b < to; b++) {
            into[b] = block.sum(b * height, (int) Math.min(rows, (b + 1L) * height));
          }
        });
    double sum = 0;
    for (int b = 0; b < blocks; b++) {
      sum += into[b];
    }
    return sum;
  }
}
