package dev.sluice.device;

/** The published mapping of {@link RandomStream}, written down once more. */
final class Draws {
  private Draws() {}

  /** Numbers 0 .. count - 1 of a stream; target has room for a multiple of four. */
  static void bits(RandomStream stream, int count, int[] target) {
    for (int k = 0; k < count; k += 4) {
      long[] c = {k / 4, word(stream.site()), word(stream.step()), word(stream.step() >>> 32)};
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
      for (int i = 0; i < 4; i++) {
        target[k + i] = (int) c[i];
      }
    }
  }

  private static long word(long value) {
    return value & 0xFFFFFFFFL;
  }
}
