package dev.sluice.insight.gradient;

import dev.sluice.insight.page.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** How pages and terminals write shares of a gradient and distances. */
final class ShareText {
  private static final double LEAST_PERCENT = 1e-5;

  private ShareText() {}

  /** A share: as percent, or with an exponent if that would be all zeros. */
  static String of(double share) {
    if (share == 0) {
      return "0";
    }
    return share >= LEAST_PERCENT && share < 10
        ? NumberText.significant(100 * share, 2) + "%"
        : NumberText.significant(share, 2);
  }

  /** A factor, rounded to two digits. */
  static String factor(double factor) {
    if (!Double.isFinite(factor)) {
      return NumberText.significant(factor, 2);
    }
    double rounded = new BigDecimal(factor).round(new MathContext(2)).doubleValue();
    return NumberText.significant(rounded, 2) + "×";
  }

  /** A number of steps. */
  static String steps(int count) {
    return NumberText.count(count) + (count == 1 ? " step" : " steps");
  }

  /** The number of steps after which a gradient has vanished, or a dash. */
  static String vanished(OptionalInt after) {
    return after.isPresent() ? steps(after.getAsInt()) : "–";
  }

  /** The distances that tables show: 10 and 50 steps, and the first step of the sequence. */
  static List<Integer> distances(int timesteps) {
    return Stream.of(10, 50, timesteps - 1).filter(d -> d < timesteps).distinct().sorted().toList();
  }

  /** The distance at which cells are compared in words: 50 steps, or the first step before. */
  static int far(int timesteps) {
    return Math.min(50, timesteps - 1);
  }
}
