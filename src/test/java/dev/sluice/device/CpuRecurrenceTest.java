package dev.sluice.device;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Runs the recurrence tests on the CPU. The tables contain batches with fewer rows than threads, as
 * many, and more.
 */
class CpuRecurrenceTest {

  @Nested
  @Tag("verify")
  class OneThread extends RecurrenceMatrix {
    @Override
    protected Device open() {
      return Devices.open("cpu", DeviceOptions.defaults().withThreads(1));
    }
  }

  @Nested
  class TwoThreads extends RecurrenceMatrix {
    @Override
    protected Device open() {
      return Devices.open("cpu", DeviceOptions.defaults().withThreads(2));
    }
  }

  @Nested
  @Tag("verify")
  class ThreeThreads extends RecurrenceMatrix {
    @Override
    protected Device open() {
      return Devices.open("cpu", DeviceOptions.defaults().withThreads(3));
    }
  }

  @Nested
  class Masks extends ZoneoutContract {
    @Override
    protected Device open() {
      return Devices.open("cpu", DeviceOptions.defaults().withThreads(3));
    }
  }

  @Nested
  class Refusals extends RecurrenceRefusals {
    @Override
    protected Device open() {
      return Devices.open("cpu", DeviceOptions.defaults().withThreads(2));
    }
  }
}
