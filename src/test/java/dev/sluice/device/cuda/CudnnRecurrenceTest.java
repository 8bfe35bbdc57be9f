package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrenceCase;
import dev.sluice.device.RecurrenceMatrix;
import dev.sluice.device.RecurrenceRefusals;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix through cuDNN: the stand-in is held against the oracle by the same cases. */
@ExtendWith({SimulatedDriver.class, CudnnCases.class})
@Tag("verify")
class CudnnRecurrenceTest {

  private static Device openWithPlan() {
    return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.CUDNN));
  }

  @Nested
  class Matrix extends RecurrenceMatrix implements CudnnCases.CudnnDevice {
    /**
     * cuDNN does not say how it computes its non-linearities. Five times our own tolerance, 1e-4 of
     * the values and so that of parity cases, leaves room for exponentials that are off by a
     * millionth at every step; a wrong sign, gate or bias is a hundred times as far off.
     */
    @Override
    protected double tolerance() {
      return 5;
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.device.RecurrenceCases#standardCells")
    void agreesWithTheOracleOnEveryCellItHas(RecurrenceCase form) {
      agreesWithTheOracle(form);
    }

    /** cuDNN promises neither, not even from one run to the next. */
    @Override
    protected boolean givesTheSameBits() {
      return false;
    }

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
