package dev.sluice.app.console;

import java.util.Locale;

/**
 * The progress of a task, formatted as a log line or a progress bar.
 *
 * @param number of units, or {@link ProgressDisplay#UNKNOWN}
 * @param unit name of the units, plural
 * @param initial units that were done before the task began
 * @param done units that are done, including {@code initial}
 * @param seconds since the task began
 * @param message metrics of the task, or empty
 */
record Progress(
    String name, long total, String unit, long initial, long done, double seconds, String message) {
  private static final int LONGEST_BAR = 40;
  private static final int SHORTEST_BAR = 8;

  Progress {
    name = TerminalText.line(name);
    unit = TerminalText.line(unit);
    message = TerminalText.line(message);
  }

  /** A log line while the task runs. */
  String line() {
    return String.format(Locale.ROOT, "%s: %s, %s", name, amount(), speedAndTime(timeLeft()));
  }

  /** The log line when the task has finished. */
  String lastLine() {
    return String.format(
        Locale.ROOT, "%s: %s, %s", name, amount(), speedAndTime("in " + clock(seconds)));
  }

  /**
   * A line with a progress bar, padded to {@code width} so that it overwrites the previous line.
   */
  String bar(int width) {
    String time = total > 0 && done >= total ? "in " + clock(seconds) : timeLeft();
    String head =
        total > 0
            ? String.format(Locale.ROOT, "%s %3d%%", name, percent())
            : name + ": " + amount();
    String tail = speedAndTime(time);
    int room = Math.min(LONGEST_BAR, width - head.length() - tail.length() - " [] ".length());
    String bar = total > 0 && room >= SHORTEST_BAR ? progressBar(room) : ", ";
    String line = head + bar + tail;
    return line.length() > width
        ? line.substring(0, width)
        : line + " ".repeat(width - line.length());
  }

  private String progressBar(int length) {
    int filled = (int) (length * percent() / 100);
    return " [" + "=".repeat(filled) + " ".repeat(length - filled) + "] ";
  }

  private String amount() {
    return total > 0
        ? String.format(Locale.ROOT, "%d%% of %,d %s", percent(), total, unit)
        : String.format(Locale.ROOT, "%,d %s", done, unit);
  }

  private String speedAndTime(String time) {
    double speed = (done - initial) / Math.max(seconds, 1e-3);
    String suffix = message.isEmpty() ? "" : "; " + message;
    return String.format(Locale.ROOT, "%,.0f %s/s, %s%s", speed, unit, time, suffix);
  }

  private long percent() {
    return Math.min(100, 100 * done / total);
  }

  private String timeLeft() {
    if (total <= 0 || done <= initial) {
      return clock(seconds) + " so far";
    }
    return clock(seconds * (total - done) / (done - initial)) + " left";
  }

  /** Formats minutes and seconds, such as "3:07". */
  private static String clock(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
