package dev.sluice.device.cuda;

import jcuda.driver.CUdeviceptr;

/** An address in device memory that Java may compute with. */
final class DeviceMemory extends CUdeviceptr {

  /** Null, to be set by an allocation. */
  DeviceMemory() {}

  private DeviceMemory(CUdeviceptr base, long bytes) {
    super(base, bytes);
  }

  /** The address that a library wrote into a pointer. */
  static long addressOf(CUdeviceptr pointer) {
    return new DeviceMemory(pointer, 0).address();
  }

  /** The address as the device sees it. */
  long address() {
    return getNativePointer() + getByteOffset();
  }

  /**
   * The place behind this one.
   *
   * @param bytes how far
   */
  DeviceMemory plus(long bytes) {
    return new DeviceMemory(this, bytes);
  }

  /**
   * The place so many floats behind this one.
   *
   * @param floats how far
   */
  DeviceMemory plusFloats(long floats) {
    return plus(floats * Float.BYTES);
  }
}
