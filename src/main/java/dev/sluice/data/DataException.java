package dev.sluice.data;

/**
 * Thrown if a data set cannot be fetched or read. The message names the file (and line), what was
 * expected and what was found. If something must be fetched, it says how to do that by hand.
 */
public class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, where, and what to do about it
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * @param message what failed, where, and what to do about it
   * @param cause the failure underneath
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
