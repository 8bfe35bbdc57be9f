package dev.sluice.app.launch;

/**
 * Something the user can mend: a wrong option, file or environment. Shown as one line, without a
 * stack trace, and ends the process with {@link ExitCode#USAGE}.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message one line: what is wrong, what was expected, and where it helps, what to do
   */
  public UserError(String message) {
    super(message);
  }

  /**
   * @param message one line: what is wrong, what was expected, and where it helps, what to do
   * @param cause shown with {@code --verbose} only
   */
  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
