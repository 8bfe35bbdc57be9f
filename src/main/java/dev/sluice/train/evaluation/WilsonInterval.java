package dev.sluice.train.evaluation;

import java.util.Locale;

/**
 * The Wilson score interval: a confidence interval of a proportion that is also accurate near 0 and
 * 1 (E. Wilson, 1927).
 *
 * @param low lower end, 0 to 1
 * @param high upper end, 0 to 1
 */
public record WilsonInterval(double low, double high) {
  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z_95 = 1.959963984540054;

  /**
   * Computes the 95% interval.
   *
   * @param successes 0 to {@code trials}
   * @param trials at least 1
   */
  public static WilsonInterval of95(long successes, long trials) {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "interval: expected 0 to trials successes of at least 1 trial, got %d of %d",
              successes,
              trials));
    }
    double share = (double) successes / trials;
    double zz = Z_95 * Z_95;
    double centre = (share + zz / (2 * trials)) / (1 + zz / trials);
    double half =
        Z_95
            / (1 + zz / trials)
            * Math.sqrt(share * (1 - share) / trials + zz / (4.0 * trials * trials));
    return new WilsonInterval(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
