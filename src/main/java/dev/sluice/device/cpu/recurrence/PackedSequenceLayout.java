package dev.sluice.device.cpu.recurrence;

import dev.sluice.sequence.Direction;
import org.jspecify.annotations.Nullable;

/**
 * The packed layout of the rows of one shard: rows are sorted by length, the longest first, and
 * padding is left out. Step s contains one packed row for each active row, that is each row longer
 * than s. The active rows of a step are the first ones of the step before. In reverse direction
 * only the timestep of a row's step differs. PyTorch's {@code PackedSequence} uses the same layout.
 */
public final class PackedSequenceLayout {
  private final int[] rows;
  private final int[] lengths;
  private final int[] offsets;
  private final boolean reverse;

  private PackedSequenceLayout(int[] rows, int[] lengths, Direction direction) {
    this.rows = rows;
    this.lengths = lengths;
    this.reverse = direction == Direction.REVERSE;
    int steps = lengths.length == 0 ? 0 : lengths[0];
    this.offsets = new int[steps + 1];
    int active = rows.length;
    for (int step = 0; step < steps; step++) {
      while (lengths[active - 1] <= step) {
        active--;
      }
      offsets[step + 1] = Math.addExact(offsets[step], active);
    }
  }

  /**
   * Divides the rows of a batch among shards with about equal work.
   *
   * @param lengths the length of each row; null if all rows have {@code timesteps}
   */
  public static PackedSequenceLayout[] split(
      int timesteps, int batch, int @Nullable [] lengths, Direction direction, int shards) {
    int[] sorted = longestFirst(timesteps, batch, lengths);
    PackedSequenceLayout[] layouts = new PackedSequenceLayout[shards];
    for (int shard = 0; shard < shards; shard++) {
      int count = (batch - shard + shards - 1) / shards;
      int[] rows = new int[count];
      int[] own = new int[count];
      for (int k = 0; k < count; k++) {
        rows[k] = sorted[shard + k * shards];
        own[k] = lengths == null ? timesteps : lengths[rows[k]];
      }
      layouts[shard] = new PackedSequenceLayout(rows, own, direction);
    }
    return layouts;
  }

  /** Sorts the rows by length, the longest first: a stable counting sort. */
  private static int[] longestFirst(int timesteps, int batch, int @Nullable [] lengths) {
    int[] sorted = new int[batch];
    int[] next = new int[timesteps + 2];
    for (int row = 0; row < batch; row++) {
      next[timesteps - (lengths == null ? timesteps : lengths[row]) + 1]++;
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    for (int row = 0; row < batch; row++) {
      sorted[next[timesteps - (lengths == null ? timesteps : lengths[row])]++] = row;
    }
    return sorted;
  }

  /** The number of rows, including rows of length 0. */
  int rows() {
    return rows.length;
  }

  /** The index of a row in the batch. */
  int batchRow(int row) {
    return rows[row];
  }

  /** The length of a row. */
  int length(int row) {
    return lengths[row];
  }

  /** The number of steps: the length of the longest row. */
  int steps() {
    return offsets.length - 1;
  }

  /** The number of active rows of a step. */
  int activeRows(int step) {
    return offsets[step + 1] - offsets[step];
  }

  /** The first packed row of a step. For {@link #steps} it is the number of packed rows. */
  int offset(int step) {
    return offsets[step];
  }

  /** The number of packed rows of all steps. */
  int packedRows() {
    return offsets[offsets.length - 1];
  }

  /** The timestep that a step of a row reads. */
  int timestep(int step, int row) {
    return reverse ? lengths[row] - 1 - step : step;
  }

  /**
   * The end of the chunk that begins at a step: at least one step, and at most {@code maxRows}
   * packed rows if there are more steps.
   */
  int chunkEnd(int first, int maxRows) {
    int end = first + 1;
    while (end < steps() && offsets[end + 1] - offsets[first] <= maxRows) {
      end++;
    }
    return end;
  }

  /** The first step of the chunk that ends before a step, with the same limits. */
  int chunkStart(int end, int maxRows) {
    int first = end - 1;
    while (first > 0 && offsets[end] - offsets[first - 1] <= maxRows) {
      first--;
    }
    return first;
  }
}
