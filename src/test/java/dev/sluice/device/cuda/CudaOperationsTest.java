package dev.sluice.device.cuda;

import static dev.sluice.device.Closeness.assertSameBits;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.ElementwiseContract;
import dev.sluice.device.LossContract;
import dev.sluice.device.LossEdgeCasesContract;
import dev.sluice.device.OrderedResults;
import dev.sluice.device.PoolingContract;
import dev.sluice.device.Precision;
import dev.sluice.device.ProductsContract;
import dev.sluice.device.SequenceContract;
import dev.sluice.device.UpdateContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operations on the GPU. */
@ExtendWith(SimulatedDriver.class)
class CudaOperationsTest {

  @Nested
  class Elementwise extends ElementwiseContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults());
    }
  }

  @Nested
  class Products extends ProductsContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults());
    }
  }

  @Nested
  class ProductsInBfloat16 extends ProductsContract {
    @Override
    protected Device open() {
      return Gpus.open(DeviceOptions.defaults().withPrecision(Precision.BFLOAT16));
    }

    /** Operands have 8 significant bits. */
    @Override
    protected double roundoff() {
      return 0.01;
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
  class LossEdgeCases extends LossEdgeCasesContract {
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

  @Test
  void resultsHaveTheSameBitsInEveryOrderOfThreads() {
    assumeFalse(SimulatedDriver.isReal(), "a GPU's threads cannot be ordered");
    Map<String, float[]> expected = results(Simulation.Order.ASCENDING);
    assertSameBits(expected, results(Simulation.Order.DESCENDING));
    assertSameBits(expected, results(Simulation.Order.RANDOM));
  }

  @Test
  void resultsHaveTheSameBitsTwice() {
    try (Device device = Gpus.open(DeviceOptions.defaults())) {
      assertSameBits(OrderedResults.of(device), OrderedResults.of(device));
    }
  }

  private static Map<String, float[]> results(Simulation.Order order) {
    Simulation.order(order, 3);
    try (Device device = Gpus.open(DeviceOptions.defaults())) {
      return OrderedResults.of(device);
    }
  }
}
