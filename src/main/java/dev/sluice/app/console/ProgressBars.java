package dev.sluice.app.console;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar for each task, redrawn in place: done, speed, time left and the task's own figures. */
final class ProgressBars implements ProgressDisplay {
  private static final DecimalFormat SPEED =
      new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));

  private final PrintStream out;
  private final int width;

  ProgressBars(PrintStream out, int width) {
    this.out = out;
    this.width = width;
  }

  @Override
  public Task begin(String name, long total, String unit) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .showSpeed(SPEED)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .setConsumer(new ConsoleProgressBarConsumer(out, width))
            .build();
    return new BarTask(bar);
  }

  private record BarTask(ProgressBar bar) implements Task {
    @Override
    public void advance(long by, String message) {
      bar.setExtraMessage(message.isEmpty() ? "" : " " + message);
      bar.stepBy(by);
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
