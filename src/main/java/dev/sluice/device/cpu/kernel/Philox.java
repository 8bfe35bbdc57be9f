package dev.sluice.device.cpu.kernel;

import dev.sluice.device.RandomStream;

/**
 * The counter-based random number generator Philox 4x32-10 (J. Salmon et al., <em>Parallel Random
 * Numbers: As Easy as 1, 2, 3</em>, 2011). Every backend draws the same bits from the same stream.
 * The mapping is:
 *
 * <pre>
 *   key     = (low 32 bits of seed, high 32 bits of seed)
 *   counter = (k / 4, site, low 32 bits of step, high 32 bits of step)
 *   number k of the stream = word k % 4 of the generator's block at that counter
 *   uniform in [0, 1)      = (the number's 24 high bits) * 2^-24, exact in float32
 * </pre>
 *
 * <p>{@code k} is at least 0 and below 2^34.
 */
public final class Philox {
  public static final long MULTIPLIER_0 = 0xD2511F53L;
  public static final long MULTIPLIER_1 = 0xCD9E8D57L;
  public static final int WEYL_0 = 0x9E3779B9;
  public static final int WEYL_1 = 0xBB67AE85;
  public static final int ROUNDS = 10;

  /** The number of low bits that a uniform number does not use. */
  public static final int UNUSED_BITS = 8;

  private static final long WORD = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Draws the numbers {@code first .. first + count - 1} of a stream.
   *
   * @param first a multiple of 4
   * @param target receives the numbers from index 0; its length is at least count rounded up to a
   *     multiple of 4
   */
  public static void bits(RandomStream stream, long first, int count, int[] target) {
    bits(stream, first, count, target, 0);
  }

  /** Draws numbers of a stream and writes them from index {@code to}. */
  public static void bits(RandomStream stream, long first, int count, int[] target, int to) {
    int key0 = (int) stream.seed();
    int key1 = (int) (stream.seed() >>> 32);
    int step0 = (int) stream.step();
    int step1 = (int) (stream.step() >>> 32);
    int counter = (int) (first >>> 2);
    for (int at = 0; at < count; at += 4) {
      block(counter + (at >>> 2), stream.site(), step0, step1, key0, key1, target, to + at);
    }
  }

  /** The uniform number in [0, 1) that consists of the 24 high bits. */
  public static float uniform(int bits) {
    return (bits >>> UNUSED_BITS) * 0x1p-24f;
  }

  /**
   * The limit of the 24 bits: a uniform number is below the rate if and only if its 24 bits are
   * below the limit.
   */
  public static int threshold(float rate) {
    return (int) Math.ceil(rate * 0x1p24);
  }

  /** Computes the four words of a counter and a key, and writes them from {@code target[at]}. */
  static void block(
      int counter0,
      int counter1,
      int counter2,
      int counter3,
      int key0,
      int key1,
      int[] target,
      int at) {
    int c0 = counter0;
    int c1 = counter1;
    int c2 = counter2;
    int c3 = counter3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & WORD);
      long product1 = MULTIPLIER_1 * (c2 & WORD);
      c0 = c1 ^ k0 ^ (int) (product1 >>> 32);
      c1 = (int) product1;
      c2 = c3 ^ k1 ^ (int) (product0 >>> 32);
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    target[at] = c0;
    target[at + 1] = c1;
    target[at + 2] = c2;
    target[at + 3] = c3;
  }
}
