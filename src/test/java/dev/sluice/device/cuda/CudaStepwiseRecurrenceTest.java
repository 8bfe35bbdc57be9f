package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrenceMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The recurrence matrix on the GPU, with the timesteps submitted one by one. */
@ExtendWith(SimulatedDriver.class)
@Tag("verify")
class CudaStepwiseRecurrenceTest extends RecurrenceMatrix {
  @Override
  protected Device open() {
    return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.STEPWISE));
  }
}
