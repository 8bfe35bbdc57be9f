package dev.sluice.device;

import org.junit.jupiter.api.Nested;

/** Runs the closing tests on the CPU, with one thread and with several. */
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
