package dev.sluice.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {
  @Test
  void everyFloat16SurvivesTheRoundTrip() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfPrecision.float16ToFloat((short) bits);
      assertEquals((short) bits, HalfPrecision.floatToFloat16(value), Integer.toHexString(bits));
    }
  }

  @Test
  void everyBfloat16SurvivesTheRoundTrip() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfPrecision.bfloat16ToFloat((short) bits);
      assertEquals((short) bits, HalfPrecision.floatToBfloat16(value), Integer.toHexString(bits));
    }
  }

  @Test
  void everyFloat16HasTheValueOfItsFields() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertEquals(
          valueOfFields(bits, 10, 15),
          HalfPrecision.float16ToFloat((short) bits),
          Integer.toHexString(bits));
    }
  }

  @Test
  void everyBfloat16HasTheValueOfItsFields() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertEquals(
          valueOfFields(bits, 7, 127),
          HalfPrecision.bfloat16ToFloat((short) bits),
          Integer.toHexString(bits));
    }
  }

  @Test
  void narrowingToFloat16FindsTheNearestAndOnATieTheEven() {
    TreeMap<Double, Integer> table = finiteValues(10, 15);
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      // Exponents from below the smallest subnormal to above the largest finite value.
      float value = Math.scalb(1 + random.nextFloat(), random.nextInt(45) - 28);
      assertNearest16(table, value);
    }
    for (double at : table.keySet()) {
      if (table.higherKey(at) != null) {
        float middle = (float) ((at + table.higherKey(at)) / 2);
        assertNearest16(table, middle);
        assertNearest16(table, Math.nextUp(middle));
        assertNearest16(table, Math.nextDown(middle));
      }
    }
  }

  @Test
  void narrowingToBfloat16FindsTheNearestAndOnATieTheEven() {
    TreeMap<Double, Integer> table = finiteValues(7, 127);
    Random random = new Random(2);
    for (int i = 0; i < 200_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt(0x7f800000));
      // Every fourth value is exactly halfway between two neighbours.
      value = i % 4 == 0 ? tieOf(value) : value;
      assertEquals(
          nearest(table, value, 0x7f80), HalfPrecision.floatToBfloat16(value), "of " + value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 3c00, 3f80",
    "-2.0, c000, c000",
    "65504.0, 7bff, 4780",
    "65519.996, 7bff, 4780",
    "65520.0, 7c00, 4780",
    "-65520.0, fc00, c780",
    "3.4028235E38, 7c00, 7f80",
    "Infinity, 7c00, 7f80",
    "-Infinity, fc00, ff80",
    "0.0, 0000, 0000",
    "-0.0, 8000, 8000",
    "5.9604645E-8, 0001, 3380",
    "2.9802322E-8, 0000, 3300",
    "2.9802326E-8, 0001, 3300",
    "8.940697E-8, 0002, 33c0",
    "6.1035156E-5, 0400, 3880",
    "6.097555E-5, 03ff, 3880",
    "1.4E-45, 0000, 0000"
  })
  void knownValuesNarrowToKnownBits(float value, String float16, String bfloat16) {
    assertEquals((short) Integer.parseInt(float16, 16), HalfPrecision.floatToFloat16(value));
    assertEquals((short) Integer.parseInt(bfloat16, 16), HalfPrecision.floatToBfloat16(value));
  }

  @Test
  void aNanWhosePayloadIsLostStaysANan() {
    for (int bits : new int[] {0x7f800001, 0xff800001, 0x7fc00000, 0x7fffffff}) {
      float nan = Float.intBitsToFloat(bits);
      short float16 = HalfPrecision.floatToFloat16(nan);
      short bfloat16 = HalfPrecision.floatToBfloat16(nan);
      assertTrue(Float.isNaN(HalfPrecision.float16ToFloat(float16)));
      assertTrue(Float.isNaN(HalfPrecision.bfloat16ToFloat(bfloat16)));
      assertEquals(bits < 0, float16 < 0);
      assertEquals(bits < 0, bfloat16 < 0);
    }
  }

  private static void assertNearest16(TreeMap<Double, Integer> table, float value) {
    short expected = nearest(table, value, 0x7c00);
    assertEquals(expected, HalfPrecision.floatToFloat16(value), "of " + value);
    assertEquals((short) (expected | 0x8000), HalfPrecision.floatToFloat16(-value), "of -" + value);
  }

  private static float tieOf(float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000 | 0x8000);
  }

  /** Returns the bits of the nearest entry; infinity counts as the next value after the last. */
  private static short nearest(TreeMap<Double, Integer> table, float value, int infinity) {
    Map.Entry<Double, Integer> below = table.floorEntry((double) value);
    Map.Entry<Double, Integer> above = table.ceilingEntry((double) value);
    if (above == null) {
      double last = table.lastKey();
      double next = 2 * last - table.lowerKey(last);
      above = Map.entry(Math.max(next, value), infinity);
    }
    double down = value - below.getKey();
    double up = above.getKey() - value;
    boolean lower = down < up || down == up && below.getValue() % 2 == 0;
    return (lower ? below : above).getValue().shortValue();
  }

  /** Returns the bits of every finite value from 0, by value. */
  private static TreeMap<Double, Integer> finiteValues(int mantissaBits, int bias) {
    TreeMap<Double, Integer> table = new TreeMap<>();
    for (int bits = 0; bits < 1 << 15; bits++) {
      double value = valueOfFields(bits, mantissaBits, bias);
      if (Double.isFinite(value)) {
        table.put(value, bits);
      }
    }
    return table;
  }

  /** Returns the value by the definition of IEEE 754: sign, exponent, mantissa. */
  private static float valueOfFields(int bits, int mantissaBits, int bias) {
    int mantissa = bits & (1 << mantissaBits) - 1;
    int exponent = (bits & 0x7fff) >>> mantissaBits;
    double fraction = mantissa / (double) (1 << mantissaBits);
    double magnitude =
        exponent == 2 * bias + 1
            ? (mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
            : exponent == 0
                ? fraction * Math.pow(2, 1 - bias)
                : (1 + fraction) * Math.pow(2, exponent - bias);
    return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
  }
}
