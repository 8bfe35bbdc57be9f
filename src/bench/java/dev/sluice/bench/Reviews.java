package dev.sluice.bench;

import java.util.Arrays;
import java.util.Random;

/** Random texts with the lengths and the word frequencies of film reviews. */
public final class Reviews {
  /** Mean and standard deviation of the logarithm of a review's number of words. */
  private static final double LOG_MEAN = 5.2;

  private static final double LOG_DEVIATION = 0.6;
  private static final int SHORTEST = 10;

  private Reviews() {}

  /** Lengths in descending order, which some engines need; the longest is T. */
  public static int[] lengths(int batch, int timesteps) {
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

  /** Words of a vocabulary of that size; their frequency is about the inverse of their rank. */
  public static int[] tokens(int count, int vocabulary, Random random) {
    int[] tokens = new int[count];
    Arrays.setAll(tokens, k -> (int) Math.pow(vocabulary, random.nextDouble()));
    return tokens;
  }
}
