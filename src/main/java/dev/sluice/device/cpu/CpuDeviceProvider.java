package dev.sluice.device.cpu;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.DeviceProvider;

/** Offers the CPU, which is always there. */
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
  public String unavailable() {
    return null;
  }

  @Override
  public Device open(DeviceOptions options) {
    return new CpuDevice(options.threads());
  }
}
