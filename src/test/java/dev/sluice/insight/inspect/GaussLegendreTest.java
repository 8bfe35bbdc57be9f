package dev.sluice.insight.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussLegendreTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 64, 1024})
  void integratesPolynomialsUpToItsDegreeExactly(int points) {
    GaussLegendre rule = GaussLegendre.of(points);
    for (int degree = 0; degree < Math.min(2 * points, 40); degree++) {
      double sum = 0;
      for (int i = 0; i < points; i++) {
        sum += rule.weights()[i] * Math.pow(rule.nodes()[i], degree);
      }
      assertEquals(1.0 / (degree + 1), sum, 1e-12, "degree " + degree);
    }
  }
}
