package dev.sluice.device;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens devices. */
public final class Devices {
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

  private Devices() {}

  /** The CPU with all its cores. */
  public static Device cpu() {
    return open("cpu", DeviceOptions.defaults());
  }

  /** The best device of this machine; one log line says which and why. */
  public static Device auto() {
    return open("auto", DeviceOptions.defaults());
  }

  /**
   * Opens a device by name.
   *
   * @param name {@code auto}, or a backend's name
   * @throws IllegalArgumentException if no backend has that name
   * @throws IllegalStateException if that backend cannot be used here
   */
  public static Device open(String name, DeviceOptions options) {
    List<DeviceProvider> providers =
        ServiceLoader.load(DeviceProvider.class, Devices.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(DeviceProvider::priority).reversed())
            .toList();
    return name.equals("auto") ? best(providers, options) : named(name, providers, options);
  }

  private static Device best(List<DeviceProvider> providers, DeviceOptions options) {
    StringBuilder passedOver = new StringBuilder();
    for (DeviceProvider provider : providers) {
      String unavailable = provider.unavailable();
      if (unavailable == null) {
        LOG.info("device {}{}", provider.name(), passedOver);
        return provider.open(options);
      }
      passedOver.append(" (").append(provider.name()).append(": ").append(unavailable).append(')');
    }
    throw new IllegalStateException("device auto: no backend can be used" + passedOver);
  }

  private static Device named(String name, List<DeviceProvider> providers, DeviceOptions options) {
    for (DeviceProvider provider : providers) {
      if (provider.name().equals(name)) {
        String unavailable = provider.unavailable();
        if (unavailable != null) {
          throw new IllegalStateException("device " + name + ": " + unavailable);
        }
        return provider.open(options);
      }
    }
    throw new IllegalArgumentException(
        "device: expected auto or one of %s, got \"%s\""
            .formatted(
                providers.stream().map(DeviceProvider::name).collect(Collectors.joining(", ")),
                name));
  }
}
