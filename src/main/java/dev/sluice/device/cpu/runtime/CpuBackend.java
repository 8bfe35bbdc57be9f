package dev.sluice.device.cpu.runtime;

import dev.sluice.device.Device;
import dev.sluice.device.cpu.kernel.Kernels;

/** The CPU device as operations and plans use it: a device with threads, arrays and kernels. */
public interface CpuBackend extends Device {
  /** The pool of arrays. */
  ArrayPool arrays();

  /** The pool of threads. */
  WorkerPool workers();

  /** The innermost loops. */
  Kernels kernels();

  /**
   * Checks that the device is open.
   *
   * @throws IllegalStateException if it is closed
   */
  void requireOpen();

  /** Records that a tensor was closed. */
  void tensorClosed();
}
