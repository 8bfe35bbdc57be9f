package dev.sluice.app.console;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/**
 * Shows a progress bar for each task. The progressbar library redraws it in place from its own
 * thread.
 */
final class ProgressBars implements ProgressDisplay {
  private static final int REDRAW_MILLIS = 200;

  private final PrintStream out;
  private final int width;

  /**
   * @param width width of the terminal in columns; the last column stays empty, because some
   *     terminals wrap there
   */
  ProgressBars(PrintStream out, int width) {
    this.out = out;
    this.width = width - 1;
  }

  @Override
  public Task begin(String name, long initial, long total, String unit) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total)
            .startsFrom(initial, Duration.ZERO)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .setRenderer((state, room) -> progress(state, total, unit).bar(room))
            .setConsumer(new Line())
            .build();
    return new BarTask(bar);
  }

  @Override
  public void status(String line) {
    out.println(TerminalText.line(line));
  }

  /** Uses our own total: the library replaces an unknown total. */
  private static Progress progress(ProgressState state, long total, String unit) {
    double seconds = state.getElapsedAfterStart().toNanos() / 1e9;
    return new Progress(
        state.getTaskName(),
        total,
        unit,
        state.getStart(),
        state.getCurrent(),
        seconds,
        state.getExtraMessage());
  }

  /**
   * Overwrites the current line. The library's own consumer does not end the line of a short task.
   */
  private final class Line implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String rendered) {
      out.print('\r' + rendered);
      out.flush();
    }

    @Override
    public void close() {
      // The task ends the line: the library closes its consumer only after it draws a second time.
    }
  }

  private final class BarTask implements Task {
    private final ProgressBar bar;
    private boolean closed;

    BarTask(ProgressBar bar) {
      this.bar = bar;
    }

    @Override
    public void advance(long by, String message) {
      bar.setExtraMessage(message);
      bar.stepBy(by);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        bar.close();
        out.println();
      }
    }
  }
}
