package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.Arrays;

/**
 * A batch of token sequences on the host, time-major: N sequences of at most T tokens. The arrays
 * are not copied; do not write to them.
 *
 * @param timesteps T, the length of the longest sequence
 * @param batchSize N
 * @param tokens {@code [T, N]}: token t of sequence n is at {@code t * N + n}; padding is {@link
 *     Vocabulary#PADDING}
 * @param lengths {@code [N]}, each from 1 to T
 * @param labels {@code [N]}, class of each sequence
 */
public record TokenBatch(int timesteps, int batchSize, int[] tokens, int[] lengths, int[] labels) {

  /**
   * Pads sequences to the longest of them.
   *
   * @param sequences {@code [n][t]}, at least one, each with at least one token; copied
   * @param labels class of each sequence; not copied
   * @throws IllegalArgumentException if there is no sequence, one is empty or null, or the counts
   *     differ
   */
  public static TokenBatch of(int[][] sequences, int[] labels) {
    Require.presentRows("sequences", sequences);
    Require.present("labels", labels);
    int n = sequences.length;
    if (n == 0) {
      throw new IllegalArgumentException("sequences: expected at least one, got none");
    }
    if (labels.length != n) {
      throw new IllegalArgumentException(
          "labels: expected " + n + ", one for each sequence, got " + labels.length);
    }
    int[] lengths = Arrays.stream(sequences).mapToInt(sequence -> sequence.length).toArray();
    int steps = Arrays.stream(lengths).max().getAsInt();
    int[] tokens = new int[Math.multiplyExact(steps, n)];
    for (int row = 0; row < n; row++) {
      if (lengths[row] == 0) {
        throw new IllegalArgumentException(
            "sequences[" + row + "]: expected at least one token, got none");
      }
      for (int t = 0; t < lengths[row]; t++) {
        tokens[t * n + row] = sequences[row][t];
      }
    }
    return new TokenBatch(steps, n, tokens, lengths, labels);
  }

  /** The number of tokens without padding. */
  public int liveTokens() {
    return Arrays.stream(lengths).sum();
  }
}
