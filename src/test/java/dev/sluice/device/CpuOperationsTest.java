package dev.sluice.device;

import static dev.sluice.device.Closeness.assertSameBits;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the operation tests on the CPU. The number of threads must not change the results. */
class CpuOperationsTest {

  @Nested
  @Tag("verify")
  class ElementwiseOnOneThread extends ElementwiseContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(1);
    }
  }

  @Nested
  class ElementwiseOnThreeThreads extends ElementwiseContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(3);
    }
  }

  @Nested
  class ProductsOnOneThread extends ProductsContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(1);
    }
  }

  @Nested
  class ProductsOnThreeThreads extends ProductsContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(3);
    }
  }

  @Nested
  class SequenceOnOneThread extends SequenceContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(1);
    }
  }

  @Nested
  class SequenceOnThreeThreads extends SequenceContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(3);
    }
  }

  @Nested
  @Tag("verify")
  class PoolingOnOneThread extends PoolingContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(1);
    }
  }

  @Nested
  class PoolingOnThreeThreads extends PoolingContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(3);
    }
  }

  @Nested
  @Tag("verify")
  class LossOnOneThread extends LossContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(1);
    }
  }

  @Nested
  class LossEdgeCasesOnOneThread extends LossEdgeCasesContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(1);
    }
  }

  @Nested
  class LossOnThreeThreads extends LossContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(3);
    }
  }

  @Nested
  class LossEdgeCasesOnThreeThreads extends LossEdgeCasesContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(3);
    }
  }

  @Nested
  @Tag("verify")
  class UpdateOnOneThread extends UpdateContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(1);
    }
  }

  @Nested
  class UpdateOnThreeThreads extends UpdateContract {
    @Override
    protected Device open() {
      return CpuOperationsTest.open(3);
    }
  }

  @Test
  void resultsHaveTheSameBitsForAnyNumberOfThreads() {
    Map<String, float[]> expected = results(1);
    assertSameBits(expected, results(2));
    assertSameBits(expected, results(3));
  }

  private static Map<String, float[]> results(int threads) {
    try (Device device = open(threads)) {
      return OrderedResults.of(device);
    }
  }

  private static Device open(int threads) {
    return Devices.open("cpu", DeviceOptions.defaults().withThreads(threads));
  }
}
