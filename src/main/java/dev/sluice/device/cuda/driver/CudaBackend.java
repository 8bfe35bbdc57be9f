package dev.sluice.device.cuda.driver;

import dev.sluice.device.Device;
import dev.sluice.device.Precision;

/**
 * A GPU as its operations and plans see it. But for {@link #lock}, {@link #giveBack} and {@link
 * #release}, everything here needs the lock and throws {@link IllegalStateException} without it.
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

  /** Where device memory is borrowed. */
  MemoryPool pool();

  /** Where work is submitted. */
  CudaStream stream();

  /** What values travel through between host and device. */
  Staging staging();

  /** What kernels find wrong with the values of index tensors. */
  FaultRecord faults();

  /** The precision of matrix products; needs no lock. */
  Precision precision();

  /**
   * Begins the launch of a kernel.
   *
   * @param module the file in {@code kernels/} without its ending
   * @param name of the kernel
   */
  Launch kernel(String module, String name);

  /**
   * Keeps what a plan holds of the driver, such as graphs and descriptors: a device that is closed
   * before its plan frees them, as nobody can afterwards.
   *
   * @return the objects
   */
  <T extends AutoCloseable> T keep(T objects);

  /** Leaves to a plan that is closed what it gave to {@link #keep}. */
  void forget(AutoCloseable objects);

  /** Takes a closed tensor's memory back. */
  void release(MemoryPool.Block block);

  /**
   * Locks the device to give memory and objects back. Those of a closed device are gone already,
   * and so are those of a lost context: the failure that lost it is known then, and closing must
   * not hide it.
   */
  void giveBack(Runnable giving);
}
