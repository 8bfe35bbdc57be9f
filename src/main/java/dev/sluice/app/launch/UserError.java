package dev.sluice.app.launch;

import org.jspecify.annotations.Nullable;

/**
 * An error that the user can fix: an invalid option, file or environment. It is printed as one line
 * without a stack trace, and the process exits with {@link ExitCode#USAGE}.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message one line: what is wrong, what was expected, and what to do
   */
  public UserError(String message) {
    super(message);
  }

  /**
   * @param message one line: what is wrong, what was expected, and what to do
   * @param cause shown with {@code --verbose} only
   */
  public UserError(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
