package dev.sluice.app.console;

import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * Shows how far a long task has come, on standard error: a bar on a terminal, else now and then a
 * line.
 *
 * <pre>{@code
 * ProgressDisplay display = ProgressDisplay.onStandardError();
 * try (ProgressDisplay.Task epoch = display.begin("epoch 1/3", tokens, "tokens")) {
 *   epoch.advance(batchTokens, "loss 0.412, accuracy 81.3%");
 * }
 * }</pre>
 */
public interface ProgressDisplay {
  /** For {@link #begin}: nobody knows how much there is. */
  long UNKNOWN = -1;

  /**
   * Begins a task; the one before must be closed.
   *
   * @param name what is being done, in a few words
   * @param total how many units there are, or {@link #UNKNOWN}
   * @param unit plural, such as "tokens"
   */
  default Task begin(String name, long total, String unit) {
    return begin(name, 0, total, unit);
  }

  /**
   * Goes on with a task of which a part is done; the one before must be closed.
   *
   * @param begun units that are done already, which count as progress but not as speed
   */
  Task begin(String name, long begun, long total, String unit);

  /** Shows a line between the tasks. */
  void status(String line);

  /** The display that suits what standard error is; none where only warnings are logged. */
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

  /** One running task; its calls come from one thread at a time. */
  interface Task extends AutoCloseable {
    /**
     * More units are done.
     *
     * @param by at least 0
     * @param message figures to show beside the progress, or empty
     */
    void advance(long by, String message);

    /** Shows the final state. Further calls do nothing. */
    @Override
    void close();
  }
}
