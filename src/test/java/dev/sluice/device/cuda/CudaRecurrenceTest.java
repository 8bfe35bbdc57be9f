package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrenceMatrix;
import dev.sluice.device.RecurrenceRefusals;
import dev.sluice.device.ZoneoutContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The matrix on the GPU, with every kind of plan. */
@ExtendWith(SimulatedDriver.class)
class CudaRecurrenceTest {

  @Nested
  class Stepwise extends RecurrenceMatrix {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.STEPWISE));
    }
  }

  /** Chunks so short that most cases submit, record and replay one. */
  @Nested
  class Graphs extends RecurrenceMatrix {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.GRAPH), 2);
    }
  }

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
