package dev.sluice.device.cuda.driver;

import jcuda.driver.CUdeviceptr;

/** An address in device memory, with the arithmetic that JCuda's pointer lacks. */
public final class DeviceMemory extends CUdeviceptr {

  /** Creates a null address, for an allocation to set. */
  public DeviceMemory() {}

  private DeviceMemory(CUdeviceptr base, long bytes) {
    super(base, bytes);
  }

  /** The numeric address in a pointer that a library has set. */
  public static long addressOf(CUdeviceptr pointer) {
    return new DeviceMemory(pointer, 0).address();
  }

  /** The numeric address, as the device sees it. */
  public long address() {
    return getNativePointer() + getByteOffset();
  }

  /**
   * The address that many bytes further.
   *
   * @param bytes the distance
   */
  public DeviceMemory plus(long bytes) {
    return new DeviceMemory(this, bytes);
  }

  /**
   * The address that many floats further.
   *
   * @param floats the distance
   */
  public DeviceMemory plusFloats(long floats) {
    return plus(floats * Float.BYTES);
  }
}
