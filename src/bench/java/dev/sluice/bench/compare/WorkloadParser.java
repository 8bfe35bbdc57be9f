package dev.sluice.bench.compare;

import dev.sluice.bench.Reviews;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/** Creates {@link Workload}s from the text of their shapes. */
final class WorkloadParser {
  private static final Set<String> CELLS = Set.of("rnn", "lstm", "gru");

  private WorkloadParser() {}

  /**
   * One layer.
   *
   * @param cell {@code rnn}, {@code lstm} or {@code gru}
   * @param shape {@code N,T,I,H}, followed by {@code r} for rows with the lengths of reviews
   * @throws IllegalArgumentException if either is malformed
   */
  static Workload layer(String cell, String shape) {
    requireCell(cell);
    int[] sizes = sizes(shape);
    int[] lengths = shape.endsWith("r") ? Reviews.lengths(sizes[0], sizes[1]) : null;
    return new Workload(
        Workload.Kind.LAYER, cell, sizes[0], sizes[1], sizes[2], sizes[3], lengths, null, null);
  }

  /**
   * A training step of the sentiment model, whose embedding has I features; arguments as for {@link
   * #layer}.
   */
  static Workload sentiment(String cell, String shape) {
    requireCell(cell);
    int[] sizes = sizes(shape);
    int n = sizes[0];
    int t = sizes[1];
    Random random = new Random(20);
    int[] tokens = Reviews.tokens(n * t, Workload.VOCABULARY, random);
    int[] labels = random.ints(n, 0, 2).toArray();
    int[] lengths = shape.endsWith("r") ? Reviews.lengths(n, t) : null;
    return new Workload(
        Workload.Kind.SENTIMENT, cell, n, t, sizes[2], sizes[3], lengths, tokens, labels);
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
