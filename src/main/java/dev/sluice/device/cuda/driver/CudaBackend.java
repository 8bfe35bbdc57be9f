package dev.sluice.device.cuda.driver;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.device.Device;
import dev.sluice.device.Precision;

/**
 * A GPU as its operations and plans see it. A caller must hold the lock, and gets an {@link
 * IllegalStateException} otherwise. Four methods need no lock: {@link #lock}, {@link #giveBack},
 * {@link #release} and {@link #precision}.
 */
public interface CudaBackend extends Device {
  /**
   * Locks the device for the calling thread until the result is closed; locks nest.
   *
   * @throws IllegalStateException if the device is closed
   */
  DeviceLock lock();

  /** Checks that the calling thread holds the lock. */
  void requireLocked();

  /** The pool that lends device memory. */
  MemoryPool pool();

  /** The stream to which all work is submitted. */
  CudaStream stream();

  /** The pinned host memory for copies between host and device. */
  StagingBuffer staging();

  /** The record of wrong values that kernels find in index tensors. */
  FaultRecord faults();

  /** The precision of matrix products; needs no lock. */
  Precision precision();

  /**
   * Begins the launch of a kernel; its arguments and its grid follow.
   *
   * @param module the file in {@code kernels/}, without {@code .cu}
   * @param name of the kernel
   */
  Launch kernel(String module, String name);

  /**
   * Registers a plan's driver objects, such as graphs and descriptors. If the device is closed
   * before the plan, the device frees them, because the plan no longer can.
   *
   * @return the same objects
   */
  @CanIgnoreReturnValue
  <T extends AutoCloseable> T keep(T objects);

  /** Removes what {@link #keep} registered; the plan frees it itself. */
  void forget(AutoCloseable objects);

  /** Returns a closed tensor's memory to the pool. */
  void release(MemoryPool.Block block);

  /**
   * Locks the device and runs an action that frees memory or objects. Does nothing if the device is
   * closed, because they are freed already. Ignores a lost context for the same reason: its failure
   * was reported before, and closing must not hide it.
   */
  void giveBack(Runnable giving);
}
