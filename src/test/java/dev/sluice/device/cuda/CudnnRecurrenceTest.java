package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrenceMatrix;
import dev.sluice.device.RecurrenceRefusals;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The matrix through cuDNN: the stand-in is held against the oracle by the same cases. */
@ExtendWith({SimulatedDriver.class, CudnnCases.class})
class CudnnRecurrenceTest {

  private static Device openWithPlan() {
    return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.CUDNN));
  }

  @Nested
  class Matrix extends RecurrenceMatrix implements CudnnCases.CudnnDevice {
    @Override
    protected Device open() {
      return openWithPlan();
    }

    @Override
    public CudaDevice device() {
      return (CudaDevice) device;
    }
  }

  @Nested
  class Refusals extends RecurrenceRefusals implements CudnnCases.CudnnDevice {
    @Override
    protected Device open() {
      return openWithPlan();
    }

    @Override
    public CudaDevice device() {
      return (CudaDevice) device;
    }
  }
}
