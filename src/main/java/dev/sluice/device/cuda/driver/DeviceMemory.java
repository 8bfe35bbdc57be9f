package dev.sluice.device.cuda.driver;

import jcuda.driver.CUdeviceptr;

/** An address in device memory that Java may compute with. */
public final class DeviceMemory extends CUdeviceptr {

  /** Null, to be set by an allocation. */
  public DeviceMemory() {}

  private DeviceMemory(CUdeviceptr base, long bytes) {
    super(base, bytes);
  }

  /** The address that a library wrote into a pointer. */
  public static long addressOf(CUdeviceptr pointer) {
    return new DeviceMemory(pointer, 0).address();
  }

  /** The address as the device sees it. */
  public long address() {
    return getNativePointer() + getByteOffset();
  }

  /**
   * The place behind this one.
   *
   * @param bytes how far
   */
  public DeviceMemory plus(long bytes) {
    return new DeviceMemory(this, bytes);
  }

  /**
   * The place so many floats behind this one.
   *
   * @param floats how far
   */
  public DeviceMemory plusFloats(long floats) {
    return plus(floats * Float.BYTES);
  }
}
