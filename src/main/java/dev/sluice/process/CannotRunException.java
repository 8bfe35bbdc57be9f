package dev.sluice.process;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown if a command does not exist or cannot be run. */
public final class CannotRunException extends IOException {
  private static final long serialVersionUID = 1;

  CannotRunException(String command, @Nullable Throwable cause) {
    super("cannot run " + command, cause);
  }
}
