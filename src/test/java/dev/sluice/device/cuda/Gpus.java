package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sluice.device.DeviceOptions;
import dev.sluice.device.cuda.driver.CudaDriver;
import dev.sluice.device.cuda.recurrence.StepChunkRunner;

/** Opens devices in ways that only this package can. */
final class Gpus {
  private Gpus() {}

  static CudaDevice open(DeviceOptions options) {
    return open(options, StepChunkRunner.DEFAULT_STEPS);
  }

  /** Opens a device whose recorded graphs hold this many timesteps. */
  static CudaDevice open(DeviceOptions options, int stepsPerChunk) {
    assertNull(CudaDriver.get().unavailable());
    return new CudaDevice(options, stepsPerChunk);
  }
}
