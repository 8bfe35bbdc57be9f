package dev.sluice.bench.gpu;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic scale.
 *
 * @param least its beginning, above 0
 * @param most its end
 * @param from where it begins on the page
 * @param to where it ends there
 */
record LogScale(double least, double most, double from, double to) {
  private static final double[] DIGITS = {1, 2, 5};

  /** Where a value lies on the page. */
  double place(double value) {
    return from + (to - from) * Math.log(value / least) / Math.log(most / least);
  }

  /** Round numbers within: 1, 2 and 5 of each power of ten, or only the powers where many. */
  List<Double> ticks() {
    boolean few = most / least < 1000;
    List<Double> ticks = new ArrayList<>();
    for (double power = Math.pow(10, Math.floor(Math.log10(least))); power <= most; power *= 10) {
      for (double digit : DIGITS) {
        double tick = digit * power;
        if (tick >= least && tick <= most && (few || digit == 1)) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
