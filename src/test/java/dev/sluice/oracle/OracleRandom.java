package dev.sluice.oracle;

import dev.sluice.device.RandomStream;

/**
 * An independent implementation of the documented mapping of {@link RandomStream}, Philox 4x32-10.
 */
public final class OracleRandom {
  private OracleRandom() {}

  /** Number k of a stream as a uniform number in [0, 1). */
  public static double uniform(RandomStream stream, long k) {
    return (bits(stream, k) >>> 8) * 0x1p-24;
  }

  private static int bits(RandomStream stream, long k) {
    long[] c = {word(k / 4), word(stream.site()), word(stream.step()), word(stream.step() >>> 32)};
    long key0 = word(stream.seed());
    long key1 = word(stream.seed() >>> 32);
    for (int round = 0; round < 10; round++) {
      long product0 = 0xD2511F53L * c[0];
      long product1 = 0xCD9E8D57L * c[2];
      c =
          new long[] {
            word(product1 >>> 32) ^ c[1] ^ key0,
            word(product1),
            word(product0 >>> 32) ^ c[3] ^ key1,
            word(product0)
          };
      key0 = word(key0 + 0x9E3779B9L);
      key1 = word(key1 + 0xBB67AE85L);
    }
    return (int) c[(int) (k % 4)];
  }

  private static long word(long value) {
    return value & 0xFFFFFFFFL;
  }
}
