package dev.sluice.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same recurrences without the Vector API. */
@Tag("verify")
class CpuRecurrenceOnPlainLoopsTest extends CpuRecurrenceTest {

  @Test
  void theKernelsAreThePlainOnes() {
    try (Device device = Devices.open("cpu", DeviceOptions.defaults())) {
      assertTrue(device.description().contains("plain"), device.description());
    }
  }
}
