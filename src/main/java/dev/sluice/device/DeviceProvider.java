package dev.sluice.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backend that opens devices. {@link java.util.ServiceLoader} finds all backends. */
public interface DeviceProvider {

  /** The name of the backend, as users type it: {@code cpu}. */
  String name();

  /** The priority for {@code auto}: the usable backend with the highest priority is opened. */
  int priority();

  /**
   * The reason why this backend cannot be used on this machine.
   *
   * @return one line, or null if the backend can be used
   */
  @Nullable String unavailable();

  /** The devices of this machine, one descriptive line for each, in the order of their numbers. */
  List<String> devices();

  /**
   * A report for people: what this backend found on this machine, and how to install what is
   * missing.
   *
   * @return the lines; empty if the backend needs no installation
   */
  default List<String> report() {
    return List.of();
  }

  /**
   * Opens a device.
   *
   * @param options the options of the device
   * @return the device, owned by the caller
   * @throws DeviceUnavailableException if the device cannot be used
   */
  Device open(DeviceOptions options);
}
