package dev.sluice.bench.compare;

import dev.sluice.bench.Reviews;
import java.util.Arrays;
import java.util.Random;

/** Makes {@link Work} of shapes. */
final class Workload {
  private Workload() {}

  /**
   * One layer.
   *
   * @param shape {@code N,T,I,H}, with an {@code r} behind it for the lengths of reviews
   */
  static Work layer(String cell, String shape) {
    int[] sizes = sizes(shape);
    int[] lengths = shape.endsWith("r") ? Reviews.lengths(sizes[0], sizes[1]) : null;
    return new Work(
        Work.Kind.LAYER, cell, sizes[0], sizes[1], sizes[2], sizes[3], lengths, null, null);
  }

  /** A training step of the sentiment model, whose embedding is I wide. */
  static Work sentiment(String cell, String shape) {
    int[] sizes = sizes(shape);
    int n = sizes[0];
    int t = sizes[1];
    Random random = new Random(20);
    int[] tokens = Reviews.tokens(n * t, Work.VOCABULARY, random);
    int[] labels = random.ints(n, 0, 2).toArray();
    int[] lengths = shape.endsWith("r") ? Reviews.lengths(n, t) : null;
    return new Work(Work.Kind.SENTIMENT, cell, n, t, sizes[2], sizes[3], lengths, tokens, labels);
  }

  private static int[] sizes(String shape) {
    if (!shape.matches("[1-9]\\d{0,5}(,[1-9]\\d{0,5}){3}r?")) {
      throw new IllegalArgumentException(
          "shape: expected N,T,I,H or N,T,I,Hr, got \"" + shape + "\"");
    }
    return Arrays.stream(shape.replace("r", "").split(",")).mapToInt(Integer::parseInt).toArray();
  }
}
