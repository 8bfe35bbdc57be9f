package dev.sluice.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationMetricsTest {

  @Test
  void confusionMatrixCountsTrueAndPredictedClasses() {
    ConfusionMatrix matrix =
        ConfusionMatrix.of(new int[] {0, 0, 0, 1, 1, 2}, new int[] {0, 1, 0, 1, 2, 2}, 3);
    long[][] expected = {{2, 1, 0}, {0, 1, 1}, {0, 0, 1}};
    for (int label = 0; label < 3; label++) {
      for (int predicted = 0; predicted < 3; predicted++) {
        assertEquals(expected[label][predicted], matrix.count(label, predicted));
      }
    }
    assertEquals(6, matrix.total());
    assertEquals(4, matrix.correct());
    assertEquals(4 / 6.0, matrix.accuracy());
    assertEquals(1 / 2.0, matrix.precision(1));
    assertEquals(2 / 3.0, matrix.recall(0));
    assertTrue(Double.isNaN(ConfusionMatrix.of(new int[0], new int[0], 2).accuracy()));
  }

  @Test
  void confusionMatrixNamesAClassOutOfRange() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> ConfusionMatrix.of(new int[] {0, 1}, new int[] {0, 2}, 2));
    assertEquals("predicted[1]: expected a class from 0 to 1, got 2", thrown.getMessage());
  }

  @Test
  void curveAndAreaOfAHandComputedCase() {
    // Positive: 0.9, 0.6, 0.4; negative: 0.7, 0.4, 0.1. Pairs in order: 3 + 2 + 1.5 of 9.
    RocCurve curve =
        RocCurve.of(
            new float[] {0.9f, 0.7f, 0.6f, 0.4f, 0.4f, 0.1f},
            new boolean[] {true, false, true, true, false, false});
    assertEquals(6.5 / 9, curve.area(), 1e-15);
    assertEquals(
        List.of(
            new RocCurve.Point(0, 0),
            new RocCurve.Point(0, 1 / 3.0),
            new RocCurve.Point(1 / 3.0, 1 / 3.0),
            new RocCurve.Point(1 / 3.0, 2 / 3.0),
            new RocCurve.Point(2 / 3.0, 1),
            new RocCurve.Point(1, 1)),
        curve.points());
  }

  @Test
  void areaEqualsTheShareOfPairsInOrderAlsoWithManyTies() {
    Random random = new Random(7);
    float[] scores = new float[200];
    boolean[] positive = new boolean[200];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(12) / 12f;
      positive[i] = random.nextInt(3) == 0;
    }
    double inOrder = 0;
    long pairs = 0;
    for (int p = 0; p < scores.length; p++) {
      for (int n = 0; n < scores.length; n++) {
        if (positive[p] && !positive[n]) {
          pairs++;
          inOrder += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
        }
      }
    }
    assertEquals(inOrder / pairs, RocCurve.of(scores, positive).area());
  }

  @Test
  void areaNeedsBothKindsAndNumbers() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RocCurve.of(new float[] {1, 2}, new boolean[] {true, true}));
    assertThrows(
        IllegalArgumentException.class,
        () -> RocCurve.of(new float[] {1, Float.NaN}, new boolean[] {true, false}));
  }

  /** The first two rows: R. Newcombe, Statistics in Medicine 17, 1998, table I, method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "29, 29, 0.8830, 1.0000",
    "22125, 25000, 0.8810, 0.8889"
  })
  void wilsonIntervalAgreesWithPublishedNumbers(
      long successes, long trials, double low, double high) {
    WilsonInterval interval = WilsonInterval.of95(successes, trials);
    assertEquals(low, interval.low(), 5e-5);
    assertEquals(high, interval.high(), 5e-5);
  }

  @Test
  void wilsonIntervalNeedsATrial() {
    assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of95(0, 0));
    assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of95(3, 2));
  }
}
