package dev.sluice.insight.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogAxisTest {

  static List<Arguments> ranges() {
    return List.of(
        Arguments.of(0.02, 30, "0.01 0.1 1 10 100"),
        Arguments.of(1e-3, 1e-3, "10⁻³ 0.01"),
        Arguments.of(1e-17, 1, "10⁻¹⁵ 10⁻¹² 10⁻⁹ 10⁻⁶ 10⁻³ 1"),
        Arguments.of(10_000, 1e6, "10⁴ 10⁵ 10⁶"),
        Arguments.of(0, Double.NaN, "0.1 1"));
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void runsBetweenPowersOfTen(double low, double high, String labels) {
    LogAxis axis = LogAxis.covering("", DoubleStream.of(high, low, -1, Double.POSITIVE_INFINITY));
    assertEquals(List.of(labels.split(" ")), axis.ticks().stream().map(axis::label).toList());
  }

  @Test
  void equalRatiosHaveEqualDistances() {
    LogAxis axis = new LogAxis("", -2, 2);
    assertEquals(0, axis.position(0.01), 1e-12);
    assertEquals(0.25, axis.position(0.1), 1e-12);
    assertEquals(1, axis.position(100), 1e-12);
    assertTrue(Double.isNaN(axis.position(0)), "0 has no place");
  }

  @Test
  void cutsWhatIsTooSmallToTell() {
    LogAxis axis = LogAxis.covering("", DoubleStream.of(1e-40, 10)).withLowest(-8);
    assertEquals(-8, axis.low());
    assertEquals(1, axis.high());
  }
}
