package dev.sluice.safetensors;

/**
 * A file that is not well-formed safetensors, or that does not hold what was asked of it. The
 * message names the file, the tensor where there is one, what was expected and what was found.
 */
public final class SafetensorsException extends RuntimeException {
  SafetensorsException(String message) {
    super(message);
  }

  SafetensorsException(String message, Throwable cause) {
    super(message, cause);
  }
}
