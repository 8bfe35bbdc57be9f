package dev.sluice.model;

import java.nio.file.Path;

/**
 * A file that is well-formed safetensors but no model file, or not one that this version reads. The
 * message names the file, what was expected and what came.
 */
public final class ModelFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ModelFileException(Path path, String message) {
    super(path + ": " + message);
  }

  ModelFileException(Path path, String message, Throwable cause) {
    super(path + ": " + message, cause);
  }
}
