package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.layer.RecurrentStackContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stacks of recurrent layers on the GPU. */
@ExtendWith(SimulatedDriver.class)
@Tag("verify")
class CudaRecurrentStackTest {

  @Nested
  class Stepwise extends RecurrentStackContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.STEPWISE));
    }
  }

  /** Chunks are so short that most rows submit, record and replay one. */
  @Nested
  class Graphs extends RecurrentStackContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.GRAPH), 2);
    }
  }
}
