package dev.sluice.safetensors;

/**
 * Thrown for a file that is not well-formed safetensors, or that does not have the requested
 * tensor. The message names the file, the tensor if there is one, what was expected and what was
 * found.
 */
public final class SafetensorsException extends RuntimeException {
  SafetensorsException(String message) {
    super(message);
  }

  SafetensorsException(String message, Throwable cause) {
    super(message, cause);
  }
}
