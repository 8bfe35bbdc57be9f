package dev.sluice.device.cuda;

import dev.sluice.device.ClosingContract;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Closing a GPU frees everything, and nothing can use it afterwards. */
@ExtendWith(SimulatedDriver.class)
@Tag("verify")
class CudaClosingTest {

  @Nested
  class Stepwise extends ClosingContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.STEPWISE));
    }
  }

  @Nested
  class Graph extends ClosingContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.GRAPH), 2);
    }
  }

  @Nested
  class ByCudnn extends ClosingContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.CUDNN));
    }
  }
}
