package dev.sluice.device;

/** A device that was asked for by name cannot be used on this machine; the message says why. */
public final class DeviceUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * For {@link Devices} and backends.
   *
   * @param name as it was asked for: {@code cuda:1}
   * @param why in one line
   */
  public DeviceUnavailableException(String name, String why) {
    super("device " + name + ": " + why);
  }
}
