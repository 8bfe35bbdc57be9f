package dev.sluice.app.launch;

/** What the process says to its caller when it ends. */
public final class ExitCode {
  /** The command did what was asked. */
  public static final int OK = 0;

  /**
   * The command ran and its result is not good (a parity case that does not hold), or it has a bug.
   */
  public static final int NOT_GOOD = 1;

  /** Wrong options or wrong input: the user can mend it. */
  public static final int USAGE = 2;

  /** Ended by Ctrl-C; what the JVM itself answers to that signal. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
