package dev.sluice.model;

import java.nio.file.Path;

/**
 * Thrown for a file that is well-formed safetensors but not a model file of this version. The
 * message names the file, what was expected and what was found.
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
