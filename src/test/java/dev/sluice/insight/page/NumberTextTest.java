package dev.sluice.insight.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

  @Test
  void zeroHasNoSign() {
    assertEquals("0.00", NumberText.fixed(-0.001, 2));
    assertEquals("−0.01", NumberText.fixed(-0.009, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0;4;0.000",
        "0.25;4;0.2500",
        "-12.3;4;−12.30",
        "123456;3;123,456",
        "0.0012345;4;0.001235",
        "4.1e-9;4;4.100e−9",
        "-2.5e12;2;−2.5e12",
        "NaN;3;–"
      })
  void keepsSignificantDigits(double number, int digits, String expected) {
    assertEquals(expected, NumberText.significant(number, digits));
  }
}
