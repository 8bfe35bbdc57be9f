package dev.sluice.device.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.RandomStream;
import dev.sluice.device.cpu.kernel.plain.PlainKernels;
import dev.sluice.device.cpu.kernel.vector.VectorKernels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PhiloxTest {

  /** The known answers of the Random123 library, version 1.14, for philox4x32 with 10 rounds. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void givesThePublishedAnswers(String counter, String key, String answer) {
    int[] c = words(counter);
    int[] k = words(key);
    int[] actual = new int[6];
    Philox.block(c[0], c[1], c[2], c[3], k[0], k[1], actual, 1);
    assertArrayEquals(words(answer), Arrays.copyOfRange(actual, 1, 5));
    assertEquals(0, actual[0]);
    assertEquals(0, actual[5]);
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.split(" ")).mapToInt(w -> Integer.parseUnsignedInt(w, 16)).toArray();
  }

  @Test
  void mapsSeedToKeyAndPositionSiteAndStepToCounter() {
    RandomStream stream = new RandomStream(0x299f31d0_a4093822L, 0x03707344_13198a2eL, 0x85a308d3);
    int[] actual = new int[4];
    Philox.bits(stream, 4L * 0x243f6a88L, 4, actual);
    assertArrayEquals(words("d16cfe09 94fdcceb 5001e420 24126ea1"), actual);
  }

  @Test
  void aLaterStartGivesTheSameNumbers() {
    RandomStream stream = new RandomStream(1, 2, 3);
    int[] whole = new int[100];
    int[] part = new int[60];
    Philox.bits(stream, 0, 100, whole);
    Philox.bits(stream, 40, 60, part);
    assertArrayEquals(Arrays.copyOfRange(whole, 40, 100), part);
  }

  static Stream<Kernels> kernels() {
    return Stream.of(new PlainKernels(), new VectorKernels());
  }

  /** Also checks numbers at the end of the counter. */
  @ParameterizedTest
  @MethodSource("kernels")
  void allKernelsDrawTheSameNumbers(Kernels kernels) {
    RandomStream stream = new RandomStream(-3, 1L << 40 | 7, -5);
    for (long first : new long[] {0, 12, (1L << 34) - 64}) {
      int[] expected = new int[300];
      int[] actual = new int[300];
      Philox.bits(stream, first, 299, expected);
      kernels.randomBits(stream, first, 299, actual);
      assertArrayEquals(expected, actual);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dropsWhereTheUniformNumberIsBelowTheRate(Kernels kernels) {
    int[] bits = new int[80];
    Philox.bits(new RandomStream(1, 2, 3), 0, 77, bits);
    bits[3] = -1;
    bits[4] = 0;
    bits[5] = (1 << 30) - 1;
    bits[6] = 1 << 30;
    for (float rate : new float[] {0, 0.25f, 0.3f, Math.nextDown(1f)}) {
      float[] a = new float[80];
      float[] b = new float[80];
      for (int i = 0; i < a.length; i++) {
        a[i] = i + 1;
      }
      kernels.dropout(rate, bits, a, 1, b, 2, 77);
      for (int i = 0; i < 77; i++) {
        float kept = a[1 + i] * (1 / (1 - rate));
        assertEquals(Philox.uniform(bits[i]) < rate ? 0 : kept, b[2 + i]);
      }
      assertEquals(0, b[1]);
      assertEquals(0, b[79]);
    }
  }

  @Test
  void seedStepAndSiteEachChangeTheStream() {
    int[] base = first(new RandomStream(1, 2, 3));
    for (RandomStream other :
        List.of(
            new RandomStream(2, 2, 3),
            new RandomStream(1 | 1L << 32, 2, 3),
            new RandomStream(1, 3, 3),
            new RandomStream(1, 2 | 1L << 32, 3),
            new RandomStream(1, 2, 4))) {
      assertFalse(Arrays.equals(base, first(other)), other.toString());
    }
  }

  private static int[] first(RandomStream stream) {
    int[] bits = new int[4];
    Philox.bits(stream, 0, 4, bits);
    return bits;
  }

  @Test
  void uniformsFillTheUnitIntervalWithoutItsEnd() {
    assertEquals(0, Philox.uniform(255));
    assertEquals(0x1p-24f, Philox.uniform(256));
    assertEquals(1 - 0x1p-24f, Philox.uniform(-1));
    int n = 100_000;
    int[] bits = new int[n];
    Philox.bits(new RandomStream(5, 0, 0), 0, n, bits);
    double sum = 0;
    double squares = 0;
    for (int word : bits) {
      double u = Philox.uniform(word);
      sum += u;
      squares += u * u;
    }
    assertTrue(Math.abs(sum / n - 0.5) < 4 / Math.sqrt(12.0 * n));
    assertTrue(Math.abs(squares / n - 1.0 / 3) < 4 * Math.sqrt(4.0 / 45 / n));
  }
}
