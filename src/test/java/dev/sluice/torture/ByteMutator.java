package dev.sluice.torture;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Damages bytes without knowledge of the format: it changes, removes, repeats, truncates and joins
 * them, and inserts words of the format and extreme numbers as text or binary.
 */
public final class ByteMutator implements Mutator {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST_BLOCK = 64;

  /** Words that cause problems in most text formats. */
  private static final List<String> COMMON_WORDS =
      List.of(
          "null",
          "true",
          "NaN",
          "-1",
          "0",
          "1e999",
          "-0.0",
          "9223372036854775807",
          "-9223372036854775808",
          "4294967296",
          "2147483648",
          "9".repeat(1500),
          "1e-400",
          "\"",
          "'",
          "\\",
          "\\u0000",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\n",
          "\r\n",
          "\t",
          "\u0000",
          "\u001b[31m",
          "\u202e",
          "\ufeff",
          "\ud83d\ude00",
          " ",
          "[".repeat(2000));

  private static final int[] EXTREME_BYTES = {0x00, 0x01, 0x7f, 0x80, 0xc0, 0xed, 0xfe, 0xff};
  private static final long[] EXTREME_NUMBERS = {
    0,
    1,
    -1,
    Byte.MAX_VALUE,
    Short.MAX_VALUE,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 32,
    1L << 40
  };

  private final List<byte[]> words = new ArrayList<>();

  /**
   * @param words words of the format, inserted in addition to common ones
   */
  public ByteMutator(String... words) {
    for (String word : words) {
      this.words.add(word.getBytes(StandardCharsets.UTF_8));
    }
    for (String word : COMMON_WORDS) {
      this.words.add(word.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public byte[] mutate(List<byte[]> samples, RandomGenerator random) {
    byte[] bytes = samples.get(0);
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      bytes = change(bytes, samples, random);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes, List<byte[]> samples, RandomGenerator random) {
    int at = random.nextInt(bytes.length + 1);
    int length = Math.min(bytes.length - at, 1 + random.nextInt(LONGEST_BLOCK));
    return switch (random.nextInt(9)) {
      case 0 -> replaced(bytes, at, length, word(random));
      case 1 -> replaced(bytes, at, 0, word(random));
      case 2 -> replaced(bytes, at, length, new byte[0]);
      case 3 -> replaced(bytes, at, 0, slice(bytes, at, length));
      case 4 -> random.nextInt(4) == 0 ? slice(bytes, 0, at) : flipped(bytes, random);
      case 5 -> overwritten(bytes, at, extremeNumber(random));
      case 6 -> overwritten(bytes, at, extremeByte(random));
      case 7 -> replaced(bytes, at, length, part(samples, random));
      default -> flipped(bytes, random);
    };
  }

  private byte[] word(RandomGenerator random) {
    return words.get(random.nextInt(words.size()));
  }

  private static byte[] part(List<byte[]> samples, RandomGenerator random) {
    byte[] donor = samples.get(random.nextInt(samples.size()));
    int from = random.nextInt(donor.length + 1);
    return slice(donor, from, Math.min(donor.length - from, random.nextInt(LONGEST_BLOCK)));
  }

  private static byte[] extremeNumber(RandomGenerator random) {
    long number = EXTREME_NUMBERS[random.nextInt(EXTREME_NUMBERS.length)];
    byte[] bytes = new byte[1 << random.nextInt(4)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (number >> (8 * i));
    }
    return bytes;
  }

  private static byte[] extremeByte(RandomGenerator random) {
    return new byte[] {(byte) EXTREME_BYTES[random.nextInt(EXTREME_BYTES.length)]};
  }

  private static byte[] flipped(byte[] bytes, RandomGenerator random) {
    byte[] changed = bytes.clone();
    if (bytes.length > 0) {
      changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private static byte[] overwritten(byte[] bytes, int at, byte[] by) {
    return replaced(bytes, at, Math.min(by.length, bytes.length - at), by);
  }

  private static byte[] slice(byte[] bytes, int from, int length) {
    byte[] part = new byte[length];
    System.arraycopy(bytes, from, part, 0, length);
    return part;
  }

  private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
    var out = new ByteArrayOutputStream(bytes.length + by.length);
    out.write(bytes, 0, at);
    out.writeBytes(by);
    out.write(bytes, at + length, bytes.length - at - length);
    return out.toByteArray();
  }
}
