package dev.sluice.device.cpu.runtime;

/**
 * Splits a range of indices into one contiguous part per thread. The parts depend on the size and
 * the number of threads alone. Small work stays on the calling thread, as one part.
 */
public final class IndexPartition {

  /** The work of one part. */
  @FunctionalInterface
  public interface Part {
    void run(int from, int to);
  }

  /** Below this many elements waking another thread costs more than it saves. */
  private static final long SMALL = 16_384;

  /** Parts of elements begin at multiples of a cache line, so that no two threads share one. */
  private static final int LINE = 16;

  private final WorkerPool workers;

  public IndexPartition(WorkerPool workers) {
    this.workers = workers;
  }

  /** Splits elements; every part begins at a multiple of 16. */
  public void elements(int count, Part part) {
    columns(count, 1, part);
  }

  /**
   * Splits columns; every part begins at a multiple of 16.
   *
   * @param rows the elements of a column
   */
  public void columns(int columns, int rows, Part part) {
    int lines = (int) (((long) columns + LINE - 1) / LINE);
    int shards = partCount((long) columns * rows, lines);
    if (shards == 1) {
      part.run(0, columns);
      return;
    }
    workers.run(
        shards,
        shard ->
            part.run(
                bound(lines, shard, shards) * LINE,
                (int) Math.min(columns, (long) bound(lines, shard + 1, shards) * LINE)));
  }

  /**
   * Splits rows.
   *
   * @param cost the elements of a row
   */
  public void rows(int rows, long cost, Part part) {
    int shards = partCount(rows * cost, rows);
    if (shards == 1) {
      part.run(0, rows);
      return;
    }
    workers.run(
        shards, shard -> part.run(bound(rows, shard, shards), bound(rows, shard + 1, shards)));
  }

  /** How many parts are worth having. */
  public int partCount(long cost, int most) {
    return cost < SMALL ? 1 : Math.max(1, Math.min(workers.threads(), most));
  }

  private static int bound(int count, int shard, int shards) {
    return (int) ((long) count * shard / shards);
  }
}
