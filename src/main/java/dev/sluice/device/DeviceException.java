package dev.sluice.device;

/**
 * A call to the device's driver or one of its libraries failed. The message names the call, what it
 * was for (a kernel, a shape, a size) and the library's own code.
 */
public class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * For backends.
   *
   * @param message the call, what it was for, and the code
   */
  public DeviceException(String message) {
    super(message);
  }

  /**
   * For backends.
   *
   * @param message the call, what it was for, and the code
   * @param cause what the binding threw
   */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
