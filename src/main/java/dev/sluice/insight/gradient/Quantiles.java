package dev.sluice.insight.gradient;

import java.util.Arrays;

/** Quantiles of a few numbers, interpolated linearly between the two nearest ones. */
final class Quantiles {
  private Quantiles() {}

  /**
   * The value below which a share of the numbers lies.
   *
   * @param share from 0 to 1
   * @param values at least one; not changed
   */
  static double of(double share, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    // Equal neighbours, so that infinity minus infinity is never computed.
    return sorted[below] == sorted[above]
        ? sorted[below]
        : sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  static double median(double... values) {
    return of(0.5, values);
  }
}
