package dev.sluice.insight.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * An axis whose distances are ratios: it runs from one power of ten to another.
 *
 * @param title name of the quantity, with its unit
 * @param low decimal exponent of the lower end
 * @param high decimal exponent of the upper end, above {@code low}
 */
public record LogAxis(String title, int low, int high) implements Axis {
  private static final int MOST_TICKS = 7;
  private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /**
   * An axis that covers the values above 0; 0.1 to 1 if there are none.
   *
   * @param values any values; those that are not finite or not above 0 have no place on the axis
   */
  public static LogAxis covering(String title, DoubleStream values) {
    double[] exponents = values.filter(v -> v > 0 && Double.isFinite(v)).map(Math::log10).toArray();
    int low = (int) Math.floor(DoubleStream.of(exponents).min().orElse(-1));
    int high = (int) Math.ceil(DoubleStream.of(exponents).max().orElse(0));
    return new LogAxis(title, low, Math.max(low + 1, high));
  }

  /** An axis whose lower end is at least 10^{@code least}: smaller values lie below the chart. */
  public LogAxis withLowest(int least) {
    int from = Math.max(low, least);
    return new LogAxis(title, from, Math.max(from + 1, high));
  }

  @Override
  public double position(double value) {
    return value > 0 ? (Math.log10(value) - low) / (high - low) : Double.NaN;
  }

  /** Powers of ten at equal distances. */
  @Override
  public List<Double> ticks() {
    int step = Math.max(1, ceilDiv(high - low, MOST_TICKS - 1));
    List<Double> ticks = new ArrayList<>();
    for (int exponent = ceilDiv(low, step) * step; exponent <= high; exponent += step) {
      ticks.add(Math.pow(10, exponent));
    }
    return ticks;
  }

  /** Small powers as numbers, the others as 10 with an exponent. */
  @Override
  public String label(double tick) {
    int exponent = (int) Math.round(Math.log10(tick));
    if (exponent >= -2 && exponent <= 3) {
      return exponent < 0
          ? String.format(Locale.ROOT, "%." + -exponent + "f", tick)
          : String.format(Locale.ROOT, "%,.0f", tick);
    }
    StringBuilder text = new StringBuilder("10").append(exponent < 0 ? "⁻" : "");
    Integer.toString(Math.abs(exponent)).chars().forEach(c -> text.append(DIGITS.charAt(c - '0')));
    return text.toString();
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }
}
