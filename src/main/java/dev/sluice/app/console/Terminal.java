package dev.sluice.app.console;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal that standard error is shown on.
 *
 * @param width in columns, at least 1
 */
public record Terminal(int width) {
  /** Names the width, or {@link #NONE}, for a JVM that was told by the one that started it. */
  private static final String PROPERTY = "sluice.terminal.width";

  private static final int NONE = 0;
  private static final int USUAL_WIDTH = 80;
  private static final int PATIENCE_SECONDS = 5;

  /** {@code System.console} cannot tell: it asks about standard input and output only. */
  private static final String ASK_FOR_SIZE =
      "test -t 2 || exit 1; stty size <&2 2>/dev/null || echo unknown";

  /**
   * The terminal of standard error; empty where that is a file or a pipe, where it cannot move a
   * cursor, and where no POSIX shell can tell.
   */
  public static Optional<Terminal> ofStandardError() {
    int width = Integer.getInteger(PROPERTY, -1);
    if (width < NONE) {
      width = detectWidth();
    }
    return width == NONE ? Optional.empty() : Optional.of(new Terminal(width));
  }

  /** The JVM option that tells a child, whose standard error is this JVM's, what was found here. */
  public static String option() {
    return "-D" + PROPERTY + "=" + ofStandardError().map(Terminal::width).orElse(NONE);
  }

  private static int detectWidth() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return NONE;
    }
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", ASK_FOR_SIZE).redirectError(Redirect.INHERIT).start();
      shell.getOutputStream().close();
      if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
        return NONE;
      }
      String size = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return shell.exitValue() == 0 ? columns(size.trim()) : NONE;
    } catch (IOException noShell) {
      return NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NONE;
    }
  }

  /** From "rows columns", as stty says it; 0 columns where the terminal does not know. */
  private static int columns(String size) {
    if (!size.matches("\\d+ [1-9]\\d{0,4}")) {
      return USUAL_WIDTH;
    }
    return Integer.parseInt(size.substring(size.indexOf(' ') + 1));
  }
}
