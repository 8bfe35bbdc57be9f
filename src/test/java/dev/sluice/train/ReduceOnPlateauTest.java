package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.train.EarlyStopping.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Compares with PyTorch's ReduceLROnPlateau, with an absolute threshold and an initial rate of 1.
 */
class ReduceOnPlateauTest {
  private static final double[] LOSSES = {
    1.0, 0.9, 0.9, 0.95, 0.89, 0.88, 0.885, 0.9, 0.87, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97
  };

  private static List<Double> factors(ReduceOnPlateau plateau, double... values) {
    List<Double> factors = new ArrayList<>();
    for (int epochs = 1; epochs <= values.length; epochs++) {
      factors.add(plateau.factorAfter(Arrays.stream(values).limit(epochs).boxed().toList()));
    }
    return factors;
  }

  @Test
  void fallsAfterMoreEpochsThanThePatience() {
    assertEquals(
        List.of(
            1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.0625, 0.0625,
            0.03125, 0.03125),
        factors(ReduceOnPlateau.of(Metric.VALIDATION_LOSS, 0.5, 1), LOSSES));
  }

  @Test
  void hasAMinimumDeltaAndACooldown() {
    assertEquals(
        List.of(
            1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.0625, 0.0625,
            0.0625, 0.03125),
        factors(
            ReduceOnPlateau.of(Metric.VALIDATION_LOSS, 0.5, 0)
                .withMinimumDelta(0.015)
                .withCooldown(2),
            LOSSES));
  }

  @Test
  void doesNotFallBelowTheBound() {
    List<Double> factors =
        factors(ReduceOnPlateau.of(Metric.VALIDATION_LOSS, 0.1, 0).withMinimumFactor(0.02), LOSSES);
    assertEquals(List.of(1.0, 1.0, 0.1, 0.02, 0.02), factors.subList(0, 5));
    assertEquals(0.02, factors.get(15));
  }

  @Test
  void followsAMetricWhereHigherIsBetter() {
    assertEquals(
        List.of(
            1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.0625,
            0.0625),
        factors(
            ReduceOnPlateau.of(MonitoredMetric.highest("score", (m, v) -> 0), 0.5, 2)
                .withMinimumDelta(0.015),
            Arrays.stream(LOSSES).map(loss -> -loss).toArray()));
  }

  @Test
  void numbersOutOfRangeAreNamed() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> ReduceOnPlateau.of(Metric.VALIDATION_LOSS, 1, 1),
            () -> ReduceOnPlateau.of(Metric.VALIDATION_LOSS, Double.NaN, 1),
            () -> ReduceOnPlateau.of(Metric.VALIDATION_LOSS, 0.5, -1),
            () -> ReduceOnPlateau.of(Metric.VALIDATION_LOSS, 0.5, 1).withCooldown(-1),
            () -> ReduceOnPlateau.of(Metric.VALIDATION_LOSS, 0.5, 1).withMinimumFactor(2),
            () -> ReduceOnPlateau.of(Metric.VALIDATION_LOSS, 0.5, 1).withMinimumDelta(-1))) {
      assertThrows(IllegalArgumentException.class, wrong::run);
    }
  }
}
