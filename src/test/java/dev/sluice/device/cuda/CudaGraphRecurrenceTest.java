package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrenceMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The recurrence matrix on the GPU. Chunks are so short that most cases submit, record and replay
 * one.
 */
@ExtendWith(SimulatedDriver.class)
@Tag("verify")
class CudaGraphRecurrenceTest extends RecurrenceMatrix {
  @Override
  protected Device open() {
    return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.GRAPH), 2);
  }
}
