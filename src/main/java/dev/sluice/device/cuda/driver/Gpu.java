package dev.sluice.device.cuda.driver;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import dev.sluice.device.cuda.image.ComputeCapability;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/** What the driver says of one GPU; asking costs neither memory nor a context there. */
public final class Gpu {
  private final CUdevice device = new CUdevice();
  private final int ordinal;

  /**
   * @param ordinal from 0, in the driver's order
   */
  public Gpu(int ordinal) {
    this.ordinal = ordinal;
    DriverFailure.check("cuDeviceGet", name(), () -> JCudaDriver.cuDeviceGet(device, ordinal));
  }

  /** The driver's handle. */
  public CUdevice device() {
    return device;
  }

  /** {@code cuda:0}. */
  public String name() {
    return "cuda:" + ordinal;
  }

  /** What it calls itself. */
  public String model() {
    byte[] bytes = new byte[256];
    DriverFailure.check(
        "cuDeviceGetName", name(), () -> JCudaDriver.cuDeviceGetName(bytes, bytes.length, device));
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  /** The generation. */
  public ComputeCapability computeCapability() {
    return new ComputeCapability(
        attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
  }

  /** How many blocks can run side by side, at least. */
  public int multiprocessors() {
    return attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  }

  /** Bytes of memory in all. */
  long memory() {
    long[] bytes = new long[1];
    DriverFailure.check(
        "cuDeviceTotalMem", name(), () -> JCudaDriver.cuDeviceTotalMem(bytes, device));
    return bytes[0];
  }

  private int attribute(int which) {
    int[] value = new int[1];
    DriverFailure.check(
        "cuDeviceGetAttribute",
        name() + " attribute " + which,
        () -> JCudaDriver.cuDeviceGetAttribute(value, which, device));
    return value[0];
  }
}
