package dev.sluice.bench.compare;

import java.util.Arrays;
import java.util.Random;

/** Makes {@link Work} of shapes. */
final class Workload {
  /** Mean and deviation of the logarithm of a review's number of words. */
  private static final double LOG_MEAN = 5.2;

  private static final double LOG_DEVIATION = 0.6;
  private static final int SHORTEST = 10;

  private Workload() {}

  /**
   * One layer.
   *
   * @param shape {@code N,T,I,H}, with an {@code r} behind it for the lengths of reviews
   */
  static Work layer(String cell, String shape) {
    int[] sizes = sizes(shape);
    int[] lengths = shape.endsWith("r") ? reviewLengths(sizes[0], sizes[1]) : null;
    return new Work(
        Work.Kind.LAYER, cell, sizes[0], sizes[1], sizes[2], sizes[3], lengths, null, null);
  }

  /** A training step of the sentiment model, whose embedding is I wide. */
  static Work sentiment(String cell, String shape) {
    int[] sizes = sizes(shape);
    int n = sizes[0];
    int t = sizes[1];
    Random random = new Random(20);
    int[] tokens = new int[n * t];
    // Words are about as frequent as the inverse of their rank.
    Arrays.setAll(tokens, k -> (int) Math.pow(Work.VOCABULARY, random.nextDouble()));
    int[] labels = random.ints(n, 0, 2).toArray();
    int[] lengths = shape.endsWith("r") ? reviewLengths(n, t) : null;
    return new Work(Work.Kind.SENTIMENT, cell, n, t, sizes[2], sizes[3], lengths, tokens, labels);
  }

  private static int[] sizes(String shape) {
    if (!shape.matches("[1-9]\\d{0,5}(,[1-9]\\d{0,5}){3}r?")) {
      throw new IllegalArgumentException(
          "shape: expected N,T,I,H or N,T,I,Hr, got \"" + shape + "\"");
    }
    return Arrays.stream(shape.replace("r", "").split(",")).mapToInt(Integer::parseInt).toArray();
  }

  /** Long to short, as some engines want them; the longest is T. */
  private static int[] reviewLengths(int batch, int timesteps) {
    Random random = new Random(10);
    int[] lengths = new int[batch];
    for (int n = 0; n < batch; n++) {
      double words = Math.exp(LOG_MEAN + LOG_DEVIATION * random.nextGaussian());
      lengths[n] = Math.max(-timesteps, Math.min(-SHORTEST, (int) -words));
    }
    Arrays.sort(lengths);
    Arrays.setAll(lengths, n -> n == 0 ? timesteps : Math.min(timesteps, -lengths[n]));
    return lengths;
  }
}
