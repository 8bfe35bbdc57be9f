package dev.sluice.app.launch;

/** The exit codes of the process. */
public final class ExitCode {
  /** Success. */
  public static final int OK = 0;

  /**
   * The command ran and its result is a failure, such as a parity case outside the tolerance; or
   * the command has a bug.
   */
  public static final int NOT_GOOD = 1;

  /** Invalid options or invalid input, which the user can fix. */
  public static final int USAGE = 2;

  /** Stopped by Ctrl-C. The JVM itself uses this code for that signal. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
