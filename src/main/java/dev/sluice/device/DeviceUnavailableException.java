package dev.sluice.device;

/** A device that the user named cannot be used on this machine. The message gives the reason. */
public final class DeviceUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception; for {@link Devices} and backends.
   *
   * @param name the name that the user gave: {@code cuda:1}
   * @param why the reason, in one line
   */
  public DeviceUnavailableException(String name, String why) {
    super("device " + name + ": " + why);
  }
}
