package dev.sluice.app.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Prints progress as whole lines, at most one per interval and one at the end. For files, pipes and
 * logs.
 */
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
  public Task begin(String name, long initial, long total, String unit) {
    return new LineTask(name, initial, total, unit);
  }

  @Override
  public void status(String line) {
    out.println(TerminalText.line(line));
  }

  private final class LineTask implements Task {
    private final String name;
    private final long total;
    private final String unit;
    private final long startNanos = nanoClock.getAsLong();
    private long lastLine = startNanos;
    private final long initialUnits;
    private long done;
    private String message = "";
    private boolean closed;

    LineTask(String name, long initialUnits, long total, String unit) {
      this.name = name;
      this.total = total;
      this.unit = unit;
      this.initialUnits = initialUnits;
      this.done = initialUnits;
    }

    @Override
    public void advance(long by, String latest) {
      done += by;
      message = latest;
      long now = nanoClock.getAsLong();
      if (now - lastLine >= intervalNanos) {
        lastLine = now;
        out.println(progress(now).line());
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        out.println(progress(nanoClock.getAsLong()).lastLine());
      }
    }

    private Progress progress(long now) {
      return new Progress(name, total, unit, initialUnits, done, (now - startNanos) / 1e9, message);
    }
  }
}
