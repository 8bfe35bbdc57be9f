package dev.sluice.device.cuda.driver;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import dev.sluice.device.cuda.image.ComputeCapability;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/** The properties of one GPU, as the driver reports them. Needs no context and no device memory. */
public final class Gpu {
  private final CUdevice device = new CUdevice();
  private final int ordinal;

  /**
   * @param ordinal which GPU, from 0, in the driver's order
   */
  public Gpu(int ordinal) {
    this.ordinal = ordinal;
    CudaCalls.check("cuDeviceGet", name(), () -> JCudaDriver.cuDeviceGet(device, ordinal));
  }

  /** The driver's handle. */
  public CUdevice device() {
    return device;
  }

  /** The device name, such as {@code cuda:0}. */
  public String name() {
    return "cuda:" + ordinal;
  }

  /** The model name. */
  public String model() {
    byte[] bytes = new byte[256];
    CudaCalls.check(
        "cuDeviceGetName", name(), () -> JCudaDriver.cuDeviceGetName(bytes, bytes.length, device));
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  /** The compute capability. */
  public ComputeCapability computeCapability() {
    return new ComputeCapability(
        attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
  }

  /** The number of streaming multiprocessors; at least that many blocks run concurrently. */
  public int multiprocessors() {
    return attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  }

  /** The device's whole memory in bytes. */
  long memory() {
    long[] bytes = new long[1];
    CudaCalls.check("cuDeviceTotalMem", name(), () -> JCudaDriver.cuDeviceTotalMem(bytes, device));
    return bytes[0];
  }

  private int attribute(int which) {
    int[] value = new int[1];
    CudaCalls.check(
        "cuDeviceGetAttribute",
        name() + " attribute " + which,
        () -> JCudaDriver.cuDeviceGetAttribute(value, which, device));
    return value[0];
  }
}
