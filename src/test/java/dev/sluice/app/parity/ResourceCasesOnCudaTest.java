package dev.sluice.app.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Devices;
import dev.sluice.device.PlanKind;
import dev.sluice.device.cuda.SimulatedDriver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The oracle's cases hold on the GPU. */
@ExtendWith(SimulatedDriver.class)
class ResourceCasesOnCudaTest {

  @ParameterizedTest
  @EnumSource(
      value = PlanKind.class,
      names = {"STEPWISE", "GRAPH"})
  void hold(PlanKind plan) {
    try (Device device = Devices.open("cuda", DeviceOptions.defaults().withPlan(plan))) {
      for (Path file : ResourceCases.files()) {
        assertEquals(
            List.of(),
            ResourceCasesTest.failing(device, ParityCaseReader.read(file)),
            file::toString);
      }
    }
  }
}
