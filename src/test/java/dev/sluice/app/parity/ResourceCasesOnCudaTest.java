package dev.sluice.app.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.cuda.SimulatedDriver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Checks that the oracle's cases pass on the GPU with the default plan. The recurrence matrix
 * compares the plans.
 */
@ExtendWith(SimulatedDriver.class)
@Tag("verify")
class ResourceCasesOnCudaTest {

  @Test
  void pass() {
    try (Device device = Devices.open("cuda", DeviceOptions.defaults())) {
      for (Path file : ResourceCases.files()) {
        assertEquals(
            List.of(),
            ResourceCasesTest.failing(device, ParityCaseReader.read(file)),
            file::toString);
      }
    }
  }
}
