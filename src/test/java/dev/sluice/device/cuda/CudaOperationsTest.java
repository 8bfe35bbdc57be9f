package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.ElementwiseContract;
import dev.sluice.device.LossContract;
import dev.sluice.device.PoolingContract;
import dev.sluice.device.SequenceContract;
import dev.sluice.device.UpdateContract;
import org.junit.jupiter.api.Nested;

/** The operations on the GPU. */
class CudaOperationsTest {

  @Nested
  class Elementwise extends ElementwiseContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults());
    }
  }

  @Nested
  class Sequence extends SequenceContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults());
    }
  }

  @Nested
  class Pooling extends PoolingContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults());
    }
  }

  @Nested
  class Loss extends LossContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults());
    }
  }

  @Nested
  class Update extends UpdateContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults());
    }
  }
}
