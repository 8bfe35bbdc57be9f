package dev.sluice.device;

import java.util.List;

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

  /** One line for people for each device that can be opened, in the order of their numbers. */
  List<String> devices();

  /**
   * Lines for people on what this backend found on this machine, and what would bring that which it
   * lacks; none if it needs nothing.
   */
  default List<String> report() {
    return List.of();
  }

  /**
   * Opens a device.
   *
   * @param options how
   * @throws DeviceUnavailableException if it is unavailable
   */
  Device open(DeviceOptions options);
}
