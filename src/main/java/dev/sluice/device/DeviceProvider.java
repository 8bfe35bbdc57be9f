package dev.sluice.device;

/** A backend, found by {@link java.util.ServiceLoader}. */
public interface DeviceProvider {

  /** The name that users give: {@code cpu}. */
  String name();

  /** Larger is preferred by {@code auto}. */
  int priority();

  /**
   * Why this backend cannot be used on this machine.
   *
   * @return one line, or null if it can be used
   */
  String unavailable();

  /**
   * Opens a device.
   *
   * @param options how
   * @throws IllegalStateException if it is unavailable
   */
  Device open(DeviceOptions options);
}
