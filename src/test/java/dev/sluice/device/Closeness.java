package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;

/**
 * The tolerance of comparisons with the oracle: {@code ||a - b|| <= 2e-5 ||b|| + 1e-6 sqrt(n)}. NaN
 * is never close. For other precisions both terms are multiplied by a factor.
 */
public final class Closeness {
  private static final double TOLERANCE = 2e-5;
  private static final double FLOOR = 1e-6;

  private Closeness() {}

  public static void assertClose(Map<String, double[]> expected, Map<String, float[]> actual) {
    assertClose(expected, actual, 1);
  }

  /** Compares with a tolerance that is {@code factor} times as wide. */
  public static void assertClose(
      Map<String, double[]> expected, Map<String, float[]> actual, double factor) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, values) -> assertClose(name, values, actual.get(name), factor));
  }

  public static void assertClose(String name, double[] expected, float[] actual) {
    assertClose(name, expected, actual, 1);
  }

  private static void assertClose(String name, double[] expected, float[] actual, double factor) {
    assertEquals(expected.length, actual.length, name);
    double distance = distance(expected, actual);
    double allowed = factor * allowed(expected);
    assertTrue(
        distance <= allowed,
        () ->
            String.format(Locale.ROOT, "%s: distance %.3g, allowed %.3g", name, distance, allowed));
  }

  static boolean areClose(double[] expected, float[] actual) {
    return distance(expected, actual) <= allowed(expected);
  }

  private static double distance(double[] expected, float[] actual) {
    double squaredDistance = 0;
    for (int k = 0; k < expected.length; k++) {
      squaredDistance += (actual[k] - expected[k]) * (actual[k] - expected[k]);
    }
    return Math.sqrt(squaredDistance);
  }

  private static double allowed(double[] expected) {
    double squaredNorm = 0;
    for (double each : expected) {
      squaredNorm += each * each;
    }
    return TOLERANCE * Math.sqrt(squaredNorm) + FLOOR * Math.sqrt(expected.length);
  }

  public static void assertSameBits(Map<String, float[]> expected, Map<String, float[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
  }
}
