package dev.sluice.device.cpu;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceProvider;
import dev.sluice.device.DeviceUnavailableException;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens the CPU device, which exists on every machine. */
public final class CpuDeviceProvider implements DeviceProvider {

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public @Nullable String unavailable() {
    return null;
  }

  @Override
  public List<String> devices() {
    try (Device device = open(DeviceOptions.defaults())) {
      return List.of(device.description());
    }
  }

  @Override
  public Device open(DeviceOptions options) {
    if (options.ordinal() != 0) {
      throw new DeviceUnavailableException(
          name() + ":" + options.ordinal(), "there is one CPU, cpu:0");
    }
    require("precision", Precision.FLOAT32, options.precision());
    require("plan", PlanKind.AUTO, options.plan());
    return new CpuDevice(options.threads());
  }

  /** Refuses an option that only a GPU supports. */
  private static void require(String name, Enum<?> only, Enum<?> given) {
    if (given != only) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: the cpu has %s only, got %s", name, only, given));
    }
  }
}
