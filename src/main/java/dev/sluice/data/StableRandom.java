package dev.sluice.data;

import dev.sluice.argument.Require;

/**
 * The random generator SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) with its published
 * constants. It gives the same numbers on every Java version, which {@code java.util} does not
 * promise: a resumed run needs the same order of examples. For one thread at a time.
 */
public final class StableRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** A generator that starts from this state; any number will do. */
  public StableRandom(long seed) {
    state = seed;
  }

  /** The generator of one stream of a seed, for example of one epoch; streams are independent. */
  public static StableRandom of(long seed, long stream) {
    return new StableRandom(mix(mix(seed + GOLDEN) ^ stream));
  }

  /** A uniform number of 64 bits. */
  public long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /**
   * A uniform number from 0 to {@code bound - 1}. Values that would make small results more likely
   * are drawn again.
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    Require.atLeast("bound", 1, bound);
    long excess = (1L << 32) % bound;
    long drawn = nextLong() >>> 32;
    while (drawn >= (1L << 32) - excess) {
      drawn = nextLong() >>> 32;
    }
    return (int) (drawn % bound);
  }

  /** A uniform number from 0 (included) to 1 (excluded), a multiple of 2^-24. */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /** The Fisher-Yates shuffle. */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int held = values[i];
      values[i] = values[j];
      values[j] = held;
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
