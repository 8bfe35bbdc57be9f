package dev.sluice.device.cuda.library;

/** A file is no library that this machine can load; the message says why, without the name. */
final class MalformedLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedLibraryException(String message) {
    super(message);
  }
}
