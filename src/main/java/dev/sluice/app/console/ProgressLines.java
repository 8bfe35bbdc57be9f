package dev.sluice.app.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A whole line at most once per interval and one at the end: for files, pipes and logs. */
final class ProgressLines implements ProgressDisplay {
  private final PrintStream out;
  private final long intervalNanos;
  private final LongSupplier nanoClock;

  ProgressLines(PrintStream out, Duration interval, LongSupplier nanoClock) {
    this.out = out;
    this.intervalNanos = interval.toNanos();
    this.nanoClock = nanoClock;
  }

  @Override
  public Task begin(String name, long total, String unit) {
    return new LineTask(name, total, unit);
  }

  private final class LineTask implements Task {
    private final String name;
    private final long total;
    private final String unit;
    private final long begun = nanoClock.getAsLong();
    private long lastLine = begun;
    private long done;
    private String message = "";
    private boolean closed;

    LineTask(String name, long total, String unit) {
      this.name = name;
      this.total = total;
      this.unit = unit;
    }

    @Override
    public void advance(long by, String latest) {
      done += by;
      message = latest;
      long now = nanoClock.getAsLong();
      if (now - lastLine >= intervalNanos) {
        lastLine = now;
        print(now, timeLeft(now));
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        long now = nanoClock.getAsLong();
        print(now, "in " + clock((now - begun) / 1e9));
      }
    }

    private void print(long now, String time) {
      double speed = done / Math.max((now - begun) / 1e9, 1e-3);
      String share =
          total > 0
              ? String.format(Locale.ROOT, "%d%% of %,d %s", 100 * done / total, total, unit)
              : String.format(Locale.ROOT, "%,d %s", done, unit);
      String figures = message.isEmpty() ? "" : "; " + message;
      out.printf(
          Locale.ROOT, "%s: %s, %,.0f %s/s, %s%s%n", name, share, speed, unit, time, figures);
    }

    private String timeLeft(long now) {
      if (total <= 0 || done <= 0) {
        return clock((now - begun) / 1e9) + " so far";
      }
      return clock((now - begun) / 1e9 * (total - done) / done) + " left";
    }
  }

  /** Minutes and seconds, as "3:07". */
  private static String clock(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
