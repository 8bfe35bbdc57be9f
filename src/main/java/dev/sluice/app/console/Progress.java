package dev.sluice.app.console;

import java.util.Locale;

/**
 * How far a task has come, in words.
 *
 * @param total of units, or {@link ProgressDisplay#UNKNOWN}
 * @param unit plural
 * @param begun units that were done when the task began
 * @param done units, those included
 * @param seconds since the task began
 * @param message the task's own figures, or empty
 */
record Progress(
    String name, long total, String unit, long begun, long done, double seconds, String message) {
  private static final int LONGEST_BAR = 40;
  private static final int SHORTEST_BAR = 8;

  Progress {
    name = TerminalText.line(name);
    unit = TerminalText.line(unit);
    message = TerminalText.line(message);
  }

  /** A line of a log while the task runs. */
  String line() {
    return String.format(Locale.ROOT, "%s: %s, %s", name, amount(), figures(timeLeft()));
  }

  /** The last line of a log. */
  String lastLine() {
    return String.format(
        Locale.ROOT, "%s: %s, %s", name, amount(), figures("in " + clock(seconds)));
  }

  /** One line of a terminal, filled up to {@code width} to cover the one that it is drawn over. */
  String bar(int width) {
    String time = total > 0 && done >= total ? "in " + clock(seconds) : timeLeft();
    String head =
        total > 0
            ? String.format(Locale.ROOT, "%s %3d%%", name, percent())
            : name + ": " + amount();
    String tail = figures(time);
    int room = Math.min(LONGEST_BAR, width - head.length() - tail.length() - " [] ".length());
    String bar = total > 0 && room >= SHORTEST_BAR ? drawn(room) : ", ";
    String line = head + bar + tail;
    return line.length() > width
        ? line.substring(0, width)
        : line + " ".repeat(width - line.length());
  }

  private String drawn(int length) {
    int filled = (int) (length * percent() / 100);
    return " [" + "=".repeat(filled) + " ".repeat(length - filled) + "] ";
  }

  private String amount() {
    return total > 0
        ? String.format(Locale.ROOT, "%d%% of %,d %s", percent(), total, unit)
        : String.format(Locale.ROOT, "%,d %s", done, unit);
  }

  private String figures(String time) {
    double speed = (done - begun) / Math.max(seconds, 1e-3);
    String own = message.isEmpty() ? "" : "; " + message;
    return String.format(Locale.ROOT, "%,.0f %s/s, %s%s", speed, unit, time, own);
  }

  private long percent() {
    return Math.min(100, 100 * done / total);
  }

  private String timeLeft() {
    if (total <= 0 || done <= begun) {
      return clock(seconds) + " so far";
    }
    return clock(seconds * (total - done) / (done - begun)) + " left";
  }

  /** Minutes and seconds, as "3:07". */
  private static String clock(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
