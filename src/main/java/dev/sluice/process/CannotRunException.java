package dev.sluice.process;

import java.io.IOException;

/** A command is not there or cannot be run. */
public final class CannotRunException extends IOException {
  private static final long serialVersionUID = 1;

  CannotRunException(String command, Throwable cause) {
    super("cannot run " + command, cause);
  }
}
