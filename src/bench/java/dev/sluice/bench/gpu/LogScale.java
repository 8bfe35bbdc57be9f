package dev.sluice.bench.gpu;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic scale.
 *
 * @param least its smallest value, above 0
 * @param most its largest value
 * @param from its first coordinate on the page
 * @param to its last coordinate
 */
record LogScale(double least, double most, double from, double to) {
  private static final double[] DIGITS = {1, 2, 5};

  /** The coordinate of a value on the page. */
  double place(double value) {
    return from + (to - from) * Math.log(value / least) / Math.log(most / least);
  }

  /**
   * Round numbers within the scale: 1, 2 and 5 times each power of ten, or only the powers on a
   * long scale.
   */
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
