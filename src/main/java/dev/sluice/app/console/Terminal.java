package dev.sluice.app.console;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal to which standard error is connected.
 *
 * @param width in columns, at least 1
 */
public record Terminal(int width) {
  /** Holds the width, or {@link #NONE}; the parent JVM sets it for its child JVM. */
  private static final String PROPERTY = "sluice.terminal.width";

  private static final int NONE = 0;
  private static final int DEFAULT_WIDTH = 80;
  private static final int SHELL_TIMEOUT_SECONDS = 5;

  /**
   * Shell command that prints the size. {@code System.console} looks only at standard input and
   * output.
   */
  private static final String SIZE_COMMAND =
      "test -t 2 || exit 1; stty size <&2 2>/dev/null || echo unknown";

  /**
   * The terminal of standard error. Empty if standard error is a file or a pipe, if the terminal
   * cannot move the cursor, or if there is no POSIX shell to ask.
   */
  public static Optional<Terminal> ofStandardError() {
    int width = Integer.getInteger(PROPERTY, -1);
    if (width < NONE) {
      width = detectWidth();
    }
    return width == NONE ? Optional.empty() : Optional.of(new Terminal(width));
  }

  /**
   * The JVM option that passes the detected width to a child JVM, which shares the standard error
   * of this JVM.
   */
  public static String option() {
    return "-D" + PROPERTY + "=" + ofStandardError().map(Terminal::width).orElse(NONE);
  }

  private static int detectWidth() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return NONE;
    }
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", SIZE_COMMAND).redirectError(Redirect.INHERIT).start();
      shell.getOutputStream().close();
      if (!shell.waitFor(SHELL_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
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

  /**
   * Parses "rows columns", the output of stty. Terminals that do not know their size report 0
   * columns.
   */
  private static int columns(String size) {
    if (!size.matches("\\d+ [1-9]\\d{0,4}")) {
      return DEFAULT_WIDTH;
    }
    return Integer.parseInt(size.substring(size.indexOf(' ') + 1));
  }
}
