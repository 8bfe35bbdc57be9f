package dev.sluice.insight.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinearAxisTest {

  static List<Arguments> ranges() {
    return List.of(
        Arguments.of(0.13, 0.69, "0.0 0.2 0.4 0.6 0.8"),
        Arguments.of(0, 0.006, "0.000 0.002 0.004 0.006"),
        Arguments.of(0, 0.00006, "0 2.0e-5 4.0e-5 6.0e-5"),
        Arguments.of(0, 12_345, "0 5,000 10,000 15,000"),
        Arguments.of(-1, 1, "−1.0 −0.5 0.0 0.5 1.0"),
        Arguments.of(5, 5, "4.4 4.6 4.8 5.0 5.2 5.4 5.6"),
        Arguments.of(0, 0, "−1.0 −0.5 0.0 0.5 1.0"),
        Arguments.of(0, 4e9, "0 1.0e9 2.0e9 3.0e9 4.0e9"),
        Arguments.of(Double.NaN, Double.NEGATIVE_INFINITY, "0.0 0.2 0.4 0.6 0.8 1.0"));
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void coversTheValuesWithRoundTicks(double low, double high, String labels) {
    LinearAxis axis = LinearAxis.covering("", DoubleStream.of(high, low));
    assertEquals(List.of(labels.split(" ")), axis.ticks().stream().map(axis::label).toList());
    for (double value : new double[] {low, high}) {
      double position = axis.position(value);
      assertTrue(!Double.isFinite(value) || position >= -1e-9 && position <= 1 + 1e-9);
    }
  }

  static List<Arguments> counts() {
    return List.of(
        Arguments.of(1, 1, "1 2"),
        Arguments.of(1, 3, "1 2 3"),
        Arguments.of(1, 12, "5 10"),
        Arguments.of(0, 390, "0 100 200 300"),
        Arguments.of(0, 10_001, "0 5,000 10,000"));
  }

  @ParameterizedTest
  @MethodSource("counts")
  void countsInWholeNumbers(double first, double last, String labels) {
    LinearAxis axis = LinearAxis.counting("", first, last);
    assertEquals(List.of(labels.split(" ")), axis.ticks().stream().map(axis::label).toList());
  }
}
