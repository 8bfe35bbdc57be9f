package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A batch of numeric sequences on the host, time-major: N sequences of at most T steps of F
 * features, and their targets. The arrays are not copied; do not write to them.
 *
 * <pre>{@code
 * SequenceBatch batch = SequenceBatch.withClassIds(sequences, labels);   // sequences[n][t][f], labels[n]
 * }</pre>
 *
 * @param timesteps T, the length of the longest sequence
 * @param batchSize N
 * @param features F
 * @param inputs {@code [T, N, F]}: feature f of step t of sequence n is at {@code (t * N + n) * F +
 *     f}; padding is zero
 * @param lengths {@code [N]}, each from 1 to T
 * @param targets the targets
 */
public record SequenceBatch(
    int timesteps,
    int batchSize,
    int features,
    float[] inputs,
    int[] lengths,
    SequenceTargets targets) {
  private static final String SEQUENCES = "sequences";

  /**
   * Sequences with one class each.
   *
   * @param sequences {@code [n][t][f]}, copied. There is at least one sequence; each has at least
   *     one step; all steps have the same number of features, which are finite
   * @param ids {@code [n]}, each 0 or more; copied
   * @throws IllegalArgumentException naming the first invalid element
   */
  public static SequenceBatch withClassIds(float[][][] sequences, int[] ids) {
    Require.presentRows(SEQUENCES, sequences);
    requireCount("ids", Require.present("ids", ids).length, sequences.length);
    for (int n = 0; n < ids.length; n++) {
      Require.atLeast("ids[" + n + "]", 0, ids[n]);
    }
    return of(sequences, new SequenceTargets.ClassIds(ids.clone()));
  }

  /**
   * Sequences with one class for each step.
   *
   * @param sequences as for {@link #withClassIds}
   * @param ids {@code [n][t]}, each 0 or more, or {@link SequenceTargets#IGNORED}; copied
   * @throws IllegalArgumentException naming the first invalid element
   */
  public static SequenceBatch withStepClassIds(float[][][] sequences, int[][] ids) {
    Require.presentRows(SEQUENCES, sequences);
    Require.presentRows("ids", ids);
    requireCount("ids", ids.length, sequences.length);
    int n = sequences.length;
    int[] padded = new int[Math.multiplyExact(longest(sequences), n)];
    Arrays.fill(padded, SequenceTargets.IGNORED);
    for (int row = 0; row < n; row++) {
      requireCount("ids[" + row + "]", ids[row].length, sequences[row].length);
      for (int t = 0; t < ids[row].length; t++) {
        if (ids[row][t] < SequenceTargets.IGNORED) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "ids[%d][%d]: expected 0 or more, or -1 to ignore the step, got %d",
                  row,
                  t,
                  ids[row][t]));
        }
        padded[t * n + row] = ids[row][t];
      }
    }
    return of(sequences, new SequenceTargets.StepClassIds(padded));
  }

  /**
   * Sequences with numbers to predict for the whole sequence.
   *
   * @param sequences as for {@link #withClassIds}
   * @param values {@code [n][k]}, finite; copied
   * @throws IllegalArgumentException naming the first invalid element
   */
  public static SequenceBatch withValues(float[][][] sequences, float[][] values) {
    Require.presentRows(SEQUENCES, sequences);
    Require.presentRows("values", values);
    requireCount("values", values.length, sequences.length);
    float[][][] oneStep = new float[values.length][][];
    Arrays.setAll(oneStep, n -> new float[][] {values[n]});
    PaddedSequences rows = PaddedSequences.of("values", oneStep);
    return of(sequences, new SequenceTargets.Values(rows.values(), rows.width()));
  }

  /**
   * Like {@link #withValues(float[][][], float[][])}, but some sequences have no target.
   *
   * @param counted {@code [n]}, false for a sequence without a target; its values are ignored and
   *     may be NaN
   */
  public static SequenceBatch withValues(
      float[][][] sequences, float[][] values, boolean[] counted) {
    Require.presentRows(SEQUENCES, sequences);
    Require.presentRows("values", values);
    requireCount("values", values.length, sequences.length);
    requireCount("counted", Require.present("counted", counted).length, sequences.length);
    boolean[][] perRow = new boolean[counted.length][];
    Arrays.setAll(perRow, n -> new boolean[] {counted[n]});
    float[][][] oneStep = new float[values.length][][];
    Arrays.setAll(oneStep, n -> new float[][] {values[n]});
    MaskedSequences rows = MaskedSequences.of("values", oneStep, perRow);
    return of(sequences, new SequenceTargets.Values(rows.values(), rows.width()));
  }

  /**
   * Sequences with numbers to predict at each step.
   *
   * @param sequences as for {@link #withClassIds}
   * @param values {@code [n][t][k]}, finite; copied
   * @throws IllegalArgumentException naming the first invalid element
   */
  public static SequenceBatch withStepValues(float[][][] sequences, float[][][] values) {
    Require.presentRows(SEQUENCES, sequences);
    Require.presentRows("values", values);
    requireCount("values", values.length, sequences.length);
    for (int n = 0; n < values.length; n++) {
      requireCount("values[" + n + "]", values[n].length, sequences[n].length);
    }
    PaddedSequences rows = PaddedSequences.of("values", values);
    return of(sequences, new SequenceTargets.StepValues(rows.values(), rows.width()));
  }

  /**
   * Like {@link #withStepValues(float[][][], float[][][])}, but some steps have no target.
   *
   * @param counted {@code [n][t]}, false for a step without a target; its values are ignored and
   *     may be NaN
   */
  public static SequenceBatch withStepValues(
      float[][][] sequences, float[][][] values, boolean[][] counted) {
    Require.presentRows(SEQUENCES, sequences);
    Require.presentRows("values", values);
    requireCount("values", values.length, sequences.length);
    Require.presentRows("counted", counted);
    requireCount("counted", counted.length, sequences.length);
    for (int n = 0; n < values.length; n++) {
      requireCount("values[" + n + "]", values[n].length, sequences[n].length);
      requireCount("counted[" + n + "]", counted[n].length, sequences[n].length);
    }
    MaskedSequences rows = MaskedSequences.of("values", values, counted);
    return of(sequences, new SequenceTargets.StepValues(rows.values(), rows.width()));
  }

  /** The number of steps without padding. */
  public int liveSteps() {
    return Arrays.stream(lengths).sum();
  }

  /**
   * Cuts this batch into smaller batches of consecutive sequences, each padded to its longest
   * sequence. There is less padding if sequences of similar length are next to each other.
   *
   * @param sequences sequences per batch, at least 1; the last batch may have fewer
   */
  public List<SequenceBatch> split(int sequences) {
    Require.atLeast("sequences", 1, sequences);
    SequenceExamples examples = SequenceExamples.of(List.of(this));
    List<SequenceBatch> parts = new ArrayList<>();
    for (int from = 0; from < batchSize; from += Math.min(sequences, batchSize - from)) {
      int to = from + Math.min(sequences, batchSize - from);
      parts.add(examples.batch(IntStream.range(from, to).toArray()));
    }
    return parts;
  }

  private static SequenceBatch of(float[][][] sequences, SequenceTargets targets) {
    PaddedSequences rows = PaddedSequences.of(SEQUENCES, sequences);
    int[] lengths = Arrays.stream(sequences).mapToInt(sequence -> sequence.length).toArray();
    return new SequenceBatch(
        rows.steps(), sequences.length, rows.width(), rows.values(), lengths, targets);
  }

  private static int longest(float[][][] sequences) {
    return Arrays.stream(sequences).mapToInt(sequence -> sequence.length).max().orElse(0);
  }

  private static void requireCount(String name, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          name + ": expected " + expected + ", one for each sequence or step, got " + found);
    }
  }
}
