package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;

/** Compares weights bit by bit. */
final class Bits {
  private Bits() {}

  static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual, String when) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, values) ->
            assertArrayEquals(bits(values), bits(actual.get(name)), when + ": " + name));
  }

  static boolean same(Map<String, float[]> a, Map<String, float[]> b) {
    return a.keySet().stream()
        .allMatch(name -> Arrays.equals(bits(a.get(name)), bits(b.get(name))));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
