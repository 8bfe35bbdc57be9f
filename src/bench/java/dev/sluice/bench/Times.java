package dev.sluice.bench;

import java.util.List;

/** Statistics of the seconds of several passes. */
public final class Times {
  private Times() {}

  /** The median; NaN without values. */
  public static double median(List<Double> seconds) {
    return quantile(seconds, 0.5);
  }

  /** Half the distance between the quartiles, divided by the median. */
  public static double spread(List<Double> seconds) {
    return (quantile(seconds, 0.75) - quantile(seconds, 0.25)) / 2 / median(seconds);
  }

  private static double quantile(List<Double> seconds, double part) {
    if (seconds.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
