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

/**
 * The recurrence matrix through cuDNN. Its simulated library agrees with the oracle in the same
 * cases.
 */
@ExtendWith({SimulatedDriver.class, CudnnCases.class})
@Tag("verify")
class CudnnRecurrenceTest {

  private static Device openWithPlan() {
    return Gpus.open(DeviceOptions.defaults().withPlan(PlanKind.CUDNN));
  }

  @Nested
  class Matrix extends RecurrenceMatrix implements CudnnCases.CudnnDevice {
    /**
     * cuDNN does not document how it computes activations. Five times our own tolerance is 1e-4 of
     * the values, as in parity cases. It allows for exponentials with a relative error of a
     * millionth at every timestep. A wrong sign, gate or bias gives an error a hundred times as
     * large.
     */
    @Override
    protected double tolerance() {
      return 5;
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.device.RecurrenceCases#standardCells")
    void agreesWithTheOracleOnEverySupportedCell(RecurrenceCase form) {
      agreesWithTheOracle(form);
    }

    /** cuDNN does not guarantee equal bits, not even from one run to the next. */
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
