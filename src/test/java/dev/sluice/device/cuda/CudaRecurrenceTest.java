package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.RecurrenceRefusals;
import dev.sluice.device.ZoneoutContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for every plan on the GPU; each plan has a class for the matrix, to run side by side.
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
