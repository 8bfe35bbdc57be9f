package dev.sluice.device.cpu.recurrence;

import dev.sluice.sequence.Direction;

/**
 * The rows of one shard, longest first, and their steps without padding: step s holds its live rows
 * one after another, which are the first ones of the step before. Reading in reverse differs only
 * in the time at which a row's step s lies.
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
   * Deals the rows of a batch out to shards, longest first, so that each shard has about the same
   * work.
   *
   * @param lengths of each row; null: all {@code timesteps}
   */
  public static PackedSequenceLayout[] split(
      int timesteps, int batch, int[] lengths, Direction direction, int shards) {
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

  /** A stable counting sort. */
  private static int[] longestFirst(int timesteps, int batch, int[] lengths) {
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

  /** R, the rows, also those of length 0. */
  int rows() {
    return rows.length;
  }

  /** The row's index in the batch. */
  int batchRow(int row) {
    return rows[row];
  }

  /** The valid steps of a row. */
  int length(int row) {
    return lengths[row];
  }

  /** The steps of the longest row. */
  int steps() {
    return offsets.length - 1;
  }

  /** The rows that are live in a step. */
  int activeRows(int step) {
    return offsets[step + 1] - offsets[step];
  }

  /** The first packed row of a step; of {@link #steps}: the number of packed rows. */
  int offset(int step) {
    return offsets[step];
  }

  /** The live steps of all rows together. */
  int packedRows() {
    return offsets[offsets.length - 1];
  }

  /** The timestep at which a row's step lies. */
  int timestep(int step, int row) {
    return reverse ? lengths[row] - 1 - step : step;
  }

  /** The end of the chunk that begins at a step: at most so many packed rows, at least one step. */
  int chunkEnd(int first, int maxRows) {
    int end = first + 1;
    while (end < steps() && offsets[end + 1] - offsets[first] <= maxRows) {
      end++;
    }
    return end;
  }

  /** The begin of the chunk that ends before a step, likewise. */
  int chunkStart(int end, int maxRows) {
    int first = end - 1;
    while (first > 0 && offsets[end] - offsets[first - 1] <= maxRows) {
      first--;
    }
    return first;
  }
}
