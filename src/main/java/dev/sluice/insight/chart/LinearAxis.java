package dev.sluice.insight.chart;

import dev.sluice.insight.page.NumberText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An axis whose distances are differences: a range and the round numbers in it.
 *
 * @param title name of the quantity, with its unit
 * @param low lower end of the axis
 * @param high upper end of the axis, above {@code low}
 * @param step distance between ticks
 */
public record LinearAxis(String title, double low, double high, double step) implements Axis {
  private static final int INTERVALS = 5;
  private static final double NEGLIGIBLE = 1e-9;

  /** An axis that covers the finite values; 0 to 1 if there are none. */
  public static LinearAxis covering(String title, DoubleStream values) {
    double[] finite = values.filter(Double::isFinite).toArray();
    double low = DoubleStream.of(finite).min().orElse(0);
    double high = DoubleStream.of(finite).max().orElse(1);
    if (high - low <= NEGLIGIBLE * Math.max(Math.abs(low), Math.abs(high))) {
      // All values are equal, except for rounding: put them in the middle.
      double margin = low == 0 ? 1 : Math.abs(low) / 10;
      low -= margin;
      high += margin;
    }
    double step = roundStep((high - low) / INTERVALS);
    return new LinearAxis(
        title, Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
  }

  /** An axis that covers exactly {@code first} to {@code last}, with ticks at integers. */
  public static LinearAxis counting(String title, double first, double last) {
    double high = Math.max(first + 1, last);
    return new LinearAxis(title, first, high, Math.max(1, roundStep((high - first) / INTERVALS)));
  }

  /** An axis from 0 to 1. */
  public static LinearAxis share(String title) {
    return new LinearAxis(title, 0, 1, 0.2);
  }

  /** The smallest of 1, 2 or 5 times a power of ten that is at least this much. */
  private static double roundStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      // Powers of ten below 1 are not exact.
      if (factor * power >= least * (1 - NEGLIGIBLE)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  @Override
  public double position(double value) {
    return (value - low) / (high - low);
  }

  /** The multiples of the step within the range. */
  @Override
  public List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    double slack = step * 1e-6;
    for (long i = (long) Math.ceil((low - slack) / step); i * step <= high + slack; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** The label of a tick, with as many decimals as the step has. */
  @Override
  public String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step * (1 + NEGLIGIBLE))));
    if (decimals <= 4 && Math.abs(high) < 1e7) {
      return NumberText.fixed(tick, decimals);
    }
    BigDecimal digits = new BigDecimal(tick / Math.pow(10, exponent()));
    return digits.setScale(1, RoundingMode.HALF_EVEN).signum() == 0
        ? "0"
        : digits.setScale(1, RoundingMode.HALF_EVEN) + "e" + exponent();
  }

  /** The decimal exponent of the largest number on the axis. */
  private int exponent() {
    return (int) Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  }
}
