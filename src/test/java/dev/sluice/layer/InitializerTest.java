package dev.sluice.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  private static final int ROWS = 100;
  private static final int COLUMNS = 200;
  private static final int FAN = 25;

  @ParameterizedTest
  @CsvSource({
    "UNIFORM, 0.3, 0.3",
    "FAN_UNIFORM, 2, 0.4", // 2 / sqrt(25)
    "XAVIER_UNIFORM, 1, 0.14142135" // sqrt(6 / 300)
  })
  void uniformKindsFillTheirInterval(Initializer.Kind kind, double scale, double bound) {
    float[] values = draw(new Initializer(kind, scale));
    double smallest = 1;
    double largest = -1;
    for (float value : values) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    // Of 20,000 draws the smallest and largest are within 1/1000 of the bounds, except with e^-20.
    assertEquals(-bound, smallest, bound / 500);
    assertEquals(bound, largest, bound / 500);
    assertEquals(bound / Math.sqrt(3), deviation(values), bound / 50);
  }

  @Test
  void normalHasTheStandardDeviation() {
    assertEquals(0.1, deviation(draw(Initializer.normal(0.1))), 0.002);
  }

  @Test
  void constantIsTheValue() {
    assertArrayEquals(new float[] {2, 2}, Initializer.constant(2).draw(1, 2, 1, null));
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "5, 9", "9, 5"})
  void orthogonalHasOrthonormalVectorsAlongItsShorterSide(int rows, int columns) {
    float[] w = Initializer.orthogonal().draw(rows, columns, 1, new SplittableRandom(3));
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double dot = 0;
        for (int j = 0; j < length; j++) {
          dot +=
              rows <= columns
                  ? w[a * columns + j] * w[b * columns + j]
                  : w[j * columns + a] * w[j * columns + b];
        }
        assertEquals(a == b ? 1 : 0, dot, 1e-6);
      }
    }
  }

  @Test
  void equalSeedsDrawEqualValues() {
    assertArrayEquals(draw(Initializer.normal(1)), draw(Initializer.normal(1)));
  }

  @Test
  void aNegativeScaleIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Initializer.normal(-1));
    assertTrue(e.getMessage().contains("NORMAL scale"), e.getMessage());
  }

  private static float[] draw(Initializer initializer) {
    return initializer.draw(ROWS, COLUMNS, FAN, new SplittableRandom(1));
  }

  private static double deviation(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return Math.sqrt(squares / values.length - mean * mean);
  }
}
