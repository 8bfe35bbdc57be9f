package dev.sluice.train;

import java.nio.file.Path;

/**
 * Thrown for a checkpoint that cannot be used: it is truncated, no checkpoint at all, of another
 * version, or of a run with other settings. The message names the file, what was expected and what
 * was found.
 */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CheckpointException(Path file, String what) {
    super("checkpoint " + file + ": " + what);
  }

  CheckpointException(Path file, String what, Throwable cause) {
    super("checkpoint " + file + ": " + what, cause);
  }
}
