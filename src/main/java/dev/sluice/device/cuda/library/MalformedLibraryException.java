package dev.sluice.device.cuda.library;

/**
 * Thrown when this machine cannot load a file as a library. The message says why, without the file
 * name.
 */
final class MalformedLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedLibraryException(String message) {
    super(message);
  }
}
