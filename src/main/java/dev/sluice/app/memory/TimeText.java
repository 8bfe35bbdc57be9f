package dev.sluice.app.memory;

import dev.sluice.insight.memory.MemoryForecast;
import java.util.Locale;

/** Formats how long an experiment will take. */
final class TimeText {
  private TimeText() {}

  /** Such as "about 5 min, at most 9 min". */
  static String of(MemoryForecast forecast) {
    return "about "
        + rounded(forecast.expectedSeconds())
        + ", at most "
        + rounded(forecast.mostSeconds());
  }

  /** Rounded up to 10 seconds, minutes, or tenths of hours. */
  private static String rounded(double seconds) {
    if (seconds < 100) {
      return String.format(Locale.ROOT, "%d s", 10 * (long) Math.max(1, Math.ceil(seconds / 10)));
    }
    return seconds < 100 * 60
        ? String.format(Locale.ROOT, "%d min", (long) Math.ceil(seconds / 60))
        : String.format(Locale.ROOT, "%.1f h", Math.ceil(seconds / 360) / 10);
  }
}
