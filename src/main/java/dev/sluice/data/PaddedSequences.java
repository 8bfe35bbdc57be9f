package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.Arrays;
import java.util.Locale;

/**
 * Sequences of different lengths in one time-major array, padded with zeros.
 *
 * @param steps T, length of the longest sequence
 * @param width F, numbers per step
 * @param values {@code [T, N, F]}
 */
record PaddedSequences(int steps, int width, float[] values) {
  /**
   * Checks and copies sequences {@code [n][t][f]}.
   *
   * @param name the argument's name, for messages
   * @throws IllegalArgumentException naming the first element that is invalid: a sequence or step
   *     that is null, a sequence without steps, a step of another width, or a number that is not
   *     finite
   */
  static PaddedSequences of(String name, float[][][] sequences) {
    Require.presentRows(name, sequences);
    int n = sequences.length;
    if (n == 0) {
      throw new IllegalArgumentException(name + ": expected at least one, got none");
    }
    for (int row = 0; row < n; row++) {
      if (sequences[row].length == 0) {
        throw new IllegalArgumentException(
            name + "[" + row + "]: expected at least one step, got none");
      }
    }
    int steps = Arrays.stream(sequences).mapToInt(sequence -> sequence.length).max().getAsInt();
    int width = sequences[0][0].length;
    if (width == 0) {
      throw new IllegalArgumentException(name + "[0][0]: expected at least one number, got none");
    }
    float[] values = new float[Math.multiplyExact(Math.multiplyExact(steps, n), width)];
    for (int row = 0; row < n; row++) {
      for (int t = 0; t < sequences[row].length; t++) {
        float[] step = sequences[row][t];
        check(name, row, t, step, width);
        System.arraycopy(step, 0, values, (t * n + row) * width, width);
      }
    }
    return new PaddedSequences(steps, width, values);
  }

  private static void check(String name, int row, int t, float[] step, int width) {
    if (step.length != width) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s[%d][%d]: expected %d numbers as in the first step, got %d",
              name,
              row,
              t,
              width,
              step.length));
    }
    for (int f = 0; f < width; f++) {
      if (!Float.isFinite(step[f])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s[%d][%d][%d]: expected a finite number, got %s",
                name,
                row,
                t,
                f,
                step[f]));
      }
    }
  }
}
