package dev.sluice.insight;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats numbers for the page, the same in every locale. A missing number is a dash. */
final class NumberText {
  private static final String NONE = "–";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private NumberText() {}

  /** A share from 0 to 1 as percent. */
  static String percent(double share, int decimals) {
    return Double.isFinite(share) ? fixed(100 * share, decimals) + "%" : NONE;
  }

  /** An integer with grouped thousands. */
  static String count(double number) {
    return Double.isFinite(number) ? fixed(number, 0) : NONE;
  }

  /** A number with grouped thousands and this number of decimals. */
  static String fixed(double number, int decimals) {
    if (!Double.isFinite(number)) {
      return NONE;
    }
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", number);
    return text.startsWith("-") ? "−" + text.substring(1) : text;
  }

  /** A duration of at least 0 seconds. */
  static String duration(double seconds) {
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
  static String time(Instant instant) {
    return TIME.format(instant);
  }
}
