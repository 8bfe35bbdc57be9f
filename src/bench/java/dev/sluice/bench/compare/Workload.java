package dev.sluice.bench.compare;

import dev.sluice.bench.Reviews;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/** Makes {@link Work} of shapes. */
final class Workload {
  private static final Set<String> CELLS = Set.of("rnn", "lstm", "gru");

  private Workload() {}

  /**
   * One layer.
   *
   * @param cell {@code rnn}, {@code lstm} or {@code gru}
   * @param shape {@code N,T,I,H}, with an {@code r} behind it for the lengths of reviews
   * @throws IllegalArgumentException if either is something else
   */
  static Work layer(String cell, String shape) {
    requireCell(cell);
    int[] sizes = sizes(shape);
    int[] lengths = shape.endsWith("r") ? Reviews.lengths(sizes[0], sizes[1]) : null;
    return new Work(
        Work.Kind.LAYER, cell, sizes[0], sizes[1], sizes[2], sizes[3], lengths, null, null);
  }

  /** A training step of the sentiment model, whose embedding is I wide; as {@link #layer}. */
  static Work sentiment(String cell, String shape) {
    requireCell(cell);
    int[] sizes = sizes(shape);
    int n = sizes[0];
    int t = sizes[1];
    Random random = new Random(20);
    int[] tokens = Reviews.tokens(n * t, Work.VOCABULARY, random);
    int[] labels = random.ints(n, 0, 2).toArray();
    int[] lengths = shape.endsWith("r") ? Reviews.lengths(n, t) : null;
    return new Work(Work.Kind.SENTIMENT, cell, n, t, sizes[2], sizes[3], lengths, tokens, labels);
  }

  private static void requireCell(String cell) {
    if (!CELLS.contains(cell)) {
      throw new IllegalArgumentException("cell: expected rnn, lstm or gru, got \"" + cell + "\"");
    }
  }

  private static int[] sizes(String shape) {
    if (!shape.matches("[1-9]\\d{0,5}(,[1-9]\\d{0,5}){3}r?")) {
      throw new IllegalArgumentException(
          "shape: expected N,T,I,H or N,T,I,Hr, got \"" + shape + "\"");
    }
    return Arrays.stream(shape.replace("r", "").split(",")).mapToInt(Integer::parseInt).toArray();
  }
}
