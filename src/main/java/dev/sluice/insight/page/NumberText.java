package dev.sluice.insight.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats numbers for pages, the same in every locale. A missing number is a dash. */
public final class NumberText {
  private static final String NONE = "–";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private NumberText() {}

  /** A share from 0 to 1 as percent. */
  public static String percent(double share, int decimals) {
    return Double.isFinite(share) ? fixed(100 * share, decimals) + "%" : NONE;
  }

  /** An integer with grouped thousands. */
  public static String count(double number) {
    return Double.isFinite(number) ? fixed(number, 0) : NONE;
  }

  /** A number with grouped thousands and this number of decimals. */
  public static String fixed(double number, int decimals) {
    if (!Double.isFinite(number)) {
      return NONE;
    }
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", number);
    // A small negative number is rounded to zero, which has no sign.
    return text.matches("-[0.]+") ? text.substring(1) : signed(text);
  }

  /** The text with a minus sign instead of a hyphen. */
  private static String signed(String text) {
    return text.startsWith("-") ? "−" + text.substring(1) : text;
  }

  /**
   * A number with this number of significant digits: 0.001235, 12.30, 4.100e−9.
   *
   * @param digits at least 1
   */
  public static String significant(double number, int digits) {
    if (!Double.isFinite(number)) {
      return NONE;
    }
    int exponent = number == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(number)));
    if (exponent < -5 || exponent >= 9) {
      String text = String.format(Locale.ROOT, "%." + (digits - 1) + "e", number);
      int e = text.indexOf('e');
      int power = Integer.parseInt(text.substring(e + 1));
      return signed(text.substring(0, e)) + "e" + signed(Integer.toString(power));
    }
    return fixed(number, Math.max(0, digits - 1 - exponent));
  }

  /** A duration of at least 0 seconds. */
  public static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    }
    if (seconds < 99.95) {
      return fixed(seconds, 1) + " s";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /** A time in UTC, with minutes. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }
}
