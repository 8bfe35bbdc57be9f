package dev.sluice.device.cpu.runtime;

/**
 * Divides a range of indices into contiguous parts, one for each thread. The parts depend only on
 * the size and the number of threads. A small range is one part and runs on the calling thread.
 */
public final class IndexPartition {

  /** The work of one part. */
  @FunctionalInterface
  public interface Part {
    void run(int from, int to);
  }

  /** With fewer elements, the overhead of waking another thread is larger than the gain. */
  private static final long SMALL = 16_384;

  /**
   * The alignment of parts: one cache line of floats, so that no two threads write to the same
   * line.
   */
  private static final int LINE = 16;

  private final WorkerPool workers;

  public IndexPartition(WorkerPool workers) {
    this.workers = workers;
  }

  /** Divides elements. Every part begins at a multiple of 16. */
  public void elements(int count, Part part) {
    columns(count, 1, part);
  }

  /**
   * Divides columns. Every part begins at a multiple of 16.
   *
   * @param rows the number of elements of a column
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
   * Divides rows.
   *
   * @param cost the number of elements of a row
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

  /**
   * The number of parts for this amount of work: at most {@code max}, and at most one per thread.
   */
  public int partCount(long cost, int max) {
    return cost < SMALL ? 1 : Math.max(1, Math.min(workers.threads(), max));
  }

  private static int bound(int count, int shard, int shards) {
    return (int) ((long) count * shard / shards);
  }
}
