package dev.sluice.device;

import org.junit.jupiter.api.Nested;

/** Closing the CPU device, with and without threads of its own. */
class CpuClosingTest {

  @Nested
  class OneThread extends ClosingContract {
    @Override
    protected Device open() {
      return Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
    }
  }

  @Nested
  class FourThreads extends ClosingContract {
    @Override
    protected Device open() {
      return Devices.open("cpu", DeviceOptions.defaults().withThreads(4));
    }
  }
}
