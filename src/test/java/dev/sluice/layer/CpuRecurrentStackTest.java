package dev.sluice.layer;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;

/** Recurrent stacks on the CPU. */
class CpuRecurrentStackTest extends RecurrentStackContract {
  @Override
  protected Device open() {
    return Devices.open("cpu", DeviceOptions.defaults().withThreads(2));
  }
}
