package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.RecurrenceRefusals;
import dev.sluice.device.ZoneoutContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that do not depend on the plan. The matrix of each plan is a class of its own, so that they
 * run in parallel.
 */
@ExtendWith(SimulatedDriver.class)
class CudaRecurrenceTest {

  @Nested
  class Masks extends ZoneoutContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults());
    }
  }

  @Nested
  class Refusals extends RecurrenceRefusals {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults());
    }
  }
}
