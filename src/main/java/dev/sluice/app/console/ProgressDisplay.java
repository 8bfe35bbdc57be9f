package dev.sluice.app.console;

import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of long tasks on standard error: a progress bar on a terminal, otherwise a
 * line every few seconds.
 *
 * <pre>{@code
 * ProgressDisplay display = ProgressDisplay.onStandardError();
 * try (ProgressDisplay.Task epoch = display.begin("epoch 1/3", tokens, "tokens")) {
 *   epoch.advance(batchTokens, "loss 0.412, accuracy 81.3%");
 * }
 * }</pre>
 */
public interface ProgressDisplay {
  /** A total of {@link #begin} that is not known. */
  long UNKNOWN = -1;

  /**
   * Begins a task. The previous task must be closed.
   *
   * @param name name of the task, a few words
   * @param total number of units, or {@link #UNKNOWN}
   * @param unit name of the units, plural, such as "tokens"
   */
  default Task begin(String name, long total, String unit) {
    return begin(name, 0, total, unit);
  }

  /**
   * Begins a task that is partly done. The previous task must be closed.
   *
   * @param initial units that are done already; they count as progress but not as speed
   */
  Task begin(String name, long initial, long total, String unit);

  /** Prints a line between two tasks. */
  void status(String line);

  /**
   * The display for standard error: bars on a terminal, lines elsewhere, nothing if only warnings
   * are logged.
   */
  static ProgressDisplay onStandardError() {
    if (!LoggerFactory.getLogger(ProgressDisplay.class).isInfoEnabled()) {
      return new NoProgress();
    }
    return Terminal.ofStandardError()
        .<ProgressDisplay>map(
            terminal -> new ProgressBars(StandardStreams.drawing(), terminal.width()))
        .orElseGet(
            () ->
                new ProgressLines(
                    StandardStreams.drawing(), Duration.ofSeconds(10), System::nanoTime));
  }

  /** A running task, for one thread at a time. */
  interface Task extends AutoCloseable {
    /**
     * Adds units to the progress.
     *
     * @param by number of finished units, at least 0
     * @param message metrics to show next to the progress, or empty
     */
    void advance(long by, String message);

    /** Shows the final state. Further calls do nothing. */
    @Override
    void close();
  }
}
