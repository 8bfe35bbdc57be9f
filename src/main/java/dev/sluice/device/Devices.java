package dev.sluice.device;

import dev.sluice.argument.Require;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens devices. The caller closes every device that it opens. */
public final class Devices {
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

  private Devices() {}

  /** Opens the CPU with one thread per available processor. */
  public static Device cpu() {
    return open("cpu", DeviceOptions.defaults());
  }

  /**
   * Opens the CPU with a number of threads.
   *
   * @param threads at least 1
   */
  public static Device cpu(int threads) {
    return open("cpu", DeviceOptions.defaults().withThreads(threads));
  }

  /**
   * Opens the first NVIDIA GPU, in strict {@code float32}.
   *
   * @throws DeviceUnavailableException if no GPU can be used
   */
  public static Device cuda() {
    return open("cuda", DeviceOptions.defaults());
  }

  /** Opens the best device of this machine. One log line names the device and the reason. */
  public static Device auto() {
    return open("auto", DeviceOptions.defaults());
  }

  /**
   * Opens a device by name.
   *
   * @param name {@code auto}, the name of a backend, or the name and number of a device: {@code
   *     cuda:1}
   * @throws IllegalArgumentException if no backend has this name
   * @throws DeviceUnavailableException if the device cannot be used on this machine
   */
  public static Device open(String name, DeviceOptions options) {
    Require.present("name", name);
    Require.present("options", options);
    if (name.equals("auto")) {
      return best(options);
    }
    int colon = name.indexOf(':');
    return colon < 0
        ? named(name, options)
        : named(name.substring(0, colon), options.withOrdinal(ordinal(name, colon + 1)));
  }

  /** All backends, ordered by priority, the highest first. */
  public static List<DeviceProvider> providers() {
    return ServiceLoader.load(DeviceProvider.class, Devices.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(DeviceProvider::priority).reversed())
        .toList();
  }

  private static int ordinal(String name, int from) {
    String digits = name.substring(from);
    if (!digits.matches("\\d{1,4}")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "device: expected a number such as %s0, got \"%s\"",
              name.substring(0, from),
              name));
    }
    return Integer.parseInt(digits);
  }

  private static Device best(DeviceOptions options) {
    StringBuilder skipped = new StringBuilder();
    for (DeviceProvider provider : providers()) {
      String unavailable = provider.unavailable();
      if (unavailable == null) {
        LOG.info("device {}{}", provider.name(), skipped);
        return provider.open(options);
      }
      skipped.append(" (").append(provider.name()).append(": ").append(unavailable).append(')');
    }
    throw new DeviceUnavailableException("auto", "no backend can be used" + skipped);
  }

  private static Device named(String name, DeviceOptions options) {
    List<DeviceProvider> providers = providers();
    for (DeviceProvider provider : providers) {
      if (provider.name().equals(name)) {
        String unavailable = provider.unavailable();
        if (unavailable != null) {
          throw new DeviceUnavailableException(name, unavailable);
        }
        return provider.open(options);
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "device: expected auto or one of %s, got \"%s\"",
            providers.stream().map(DeviceProvider::name).collect(Collectors.joining(", ")),
            name));
  }
}
