package dev.sluice.insight.chart;

import dev.sluice.argument.Require;

/**
 * The colours of a range of values. The colour says the sign, its opacity the size, so that blue
 * and orange stay apart for all readers.
 *
 * @param low the least value: 0, or the opposite of {@code high}
 * @param high the greatest value, above 0
 */
public record HeatScale(double low, double high) {
  private static final int POSITIVE = 0x2f7fe0;
  private static final int NEGATIVE = 0xe07b1f;

  /** Checks the range. */
  public HeatScale {
    Require.positive("high", high);
    if (low != 0 && low != -high) {
      throw new IllegalArgumentException("low: expected 0 or " + -high + ", got " + low);
    }
  }

  /** From 0 to 1, such as a gate. */
  public static HeatScale share() {
    return new HeatScale(0, 1);
  }

  /**
   * From the negative of the largest absolute value to it.
   *
   * @param values {@code [rows][columns]}; if there is none above 0, the scale ends at 1
   */
  public static HeatScale signed(float[][] values) {
    double most = 0;
    for (float[] row : values) {
      for (float value : row) {
        most = Math.max(most, Float.isFinite(value) ? Math.abs(value) : 0);
      }
    }
    return new HeatScale(most == 0 ? -1 : -most, most == 0 ? 1 : most);
  }

  /** The level of a value, from 0 to {@link HeatMap#LEVELS} - 1. */
  int level(double value) {
    double number = Double.isNaN(value) ? 0 : value;
    double share = (Math.min(high, Math.max(low, number)) - low) / (high - low);
    return (int) Math.round(share * (HeatMap.LEVELS - 1));
  }

  /** The colours of all levels as {@code 0xAARRGGBB}. */
  int[] palette() {
    int[] palette = new int[HeatMap.LEVELS];
    for (int level = 0; level < palette.length; level++) {
      double value = low + (high - low) * level / (palette.length - 1);
      int opacity = (int) Math.round(255 * Math.abs(value) / high);
      palette[level] = opacity << 24 | (value < 0 ? NEGATIVE : POSITIVE);
    }
    return palette;
  }
}
