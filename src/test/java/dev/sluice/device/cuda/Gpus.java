package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sluice.device.DeviceOptions;
import dev.sluice.device.cuda.driver.CudaDriver;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.recurrence.StepChunkRunner;

/** Opens devices in the ways that only this package can. */
final class Gpus {
  private Gpus() {}

  static CudaDevice open(DeviceOptions options) {
    return open(options, StepChunkRunner.DEFAULT_STEPS);
  }

  /** With recorded graphs of so many steps. */
  static CudaDevice open(DeviceOptions options, int stepsPerChunk) {
    assertNull(CudaDriver.get().unavailable());
    return new CudaDevice(options, stepsPerChunk);
  }

  /** Bytes of the device's pool that somebody holds. */
  static long bytesInUse(CudaDevice device) {
    try (DeviceLock held = device.lock()) {
      return device.pool().inUse();
    }
  }
}
