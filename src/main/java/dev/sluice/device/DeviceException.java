package dev.sluice.device;

/**
 * A failed call to the device's driver or to one of its libraries. The message names the call, its
 * subject (a kernel, a shape, a size) and the error code of the library.
 */
public class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception; for backends.
   *
   * @param message the call, its subject and the error code
   */
  public DeviceException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause; for backends.
   *
   * @param message the call, its subject and the error code
   * @param cause the exception of the Java binding
   */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
