package dev.sluice.dependency;

/** An optional library is not on the class path or module path; the message names what to add. */
public final class MissingLibraryException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  MissingLibraryException(String message) {
    super(message);
  }
}
