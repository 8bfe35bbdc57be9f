package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sluice.device.DeviceOptions;

/** Opens devices in the ways that only this package can. */
final class Gpus {
  private Gpus() {}

  static CudaDevice open(DeviceOptions options) {
    return open(options, StepChunks.DEFAULT_STEPS);
  }

  /** With recorded graphs of so many steps. */
  static CudaDevice open(DeviceOptions options, int stepsOfChunk) {
    assertNull(CudaDriver.get().unavailable());
    return new CudaDevice(options, stepsOfChunk);
  }
}
