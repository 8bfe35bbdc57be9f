package dev.sluice.device.cpu.runtime;

import dev.sluice.device.Device;
import dev.sluice.device.cpu.kernel.Kernels;

/** The CPU as its operations and plans see it: a device with threads, arrays and kernels. */
public interface CpuBackend extends Device {
  /** Where arrays are borrowed. */
  ArrayPool arrays();

  /** The threads that share the work. */
  WorkerPool workers();

  /** The innermost loops. */
  Kernels kernels();

  /**
   * For whoever begins to use the device.
   *
   * @throws IllegalStateException if it is closed
   */
  void requireOpen();

  /** Counts a tensor as closed. */
  void tensorClosed();
}
