package dev.sluice.device.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.nio.charset.StandardCharsets;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/** A GPU's primary context, which all who use that GPU in this process share. */
final class CudaContext implements AutoCloseable {
  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final int ordinal;

  /**
   * Retains the context and makes it the calling thread's.
   *
   * @param ordinal which GPU, from 0
   */
  CudaContext(int ordinal) {
    this.ordinal = ordinal;
    String which = "device " + ordinal;
    Failure.check("cuDeviceGet", which, () -> JCudaDriver.cuDeviceGet(device, ordinal));
    Failure.check(
        "cuDevicePrimaryCtxRetain",
        which,
        () -> JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    makeCurrent();
  }

  /** Makes this the calling thread's context; every thread needs one before any other call. */
  void makeCurrent() {
    Failure.check("cuCtxSetCurrent", name(), () -> JCudaDriver.cuCtxSetCurrent(context));
  }

  /** Which GPU, from 0. */
  int ordinal() {
    return ordinal;
  }

  /** {@code cuda:0}. */
  String name() {
    return "cuda:" + ordinal;
  }

  /** What the GPU calls itself. */
  String model() {
    byte[] bytes = new byte[256];
    Failure.check(
        "cuDeviceGetName", name(), () -> JCudaDriver.cuDeviceGetName(bytes, bytes.length, device));
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  /** The generation. */
  ComputeCapability computeCapability() {
    return new ComputeCapability(
        attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
  }

  /** How many blocks can run side by side, at least. */
  int multiprocessors() {
    return attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  }

  /** Bytes of memory in all. */
  long memory() {
    long[] bytes = new long[1];
    Failure.check("cuDeviceTotalMem", name(), () -> JCudaDriver.cuDeviceTotalMem(bytes, device));
    return bytes[0];
  }

  /** Bytes of memory that nobody holds at this moment. */
  long freeMemory() {
    long[] free = new long[1];
    long[] total = new long[1];
    Failure.check("cuMemGetInfo", name(), () -> JCudaDriver.cuMemGetInfo(free, total));
    return free[0];
  }

  /** The newest CUDA that the driver knows: 12060 stands for 12.6. */
  static int driverVersion() {
    int[] version = new int[1];
    Failure.check("cuDriverGetVersion", "", () -> JCudaDriver.cuDriverGetVersion(version));
    return version[0];
  }

  private int attribute(int which) {
    int[] value = new int[1];
    Failure.check(
        "cuDeviceGetAttribute",
        name() + " attribute " + which,
        () -> JCudaDriver.cuDeviceGetAttribute(value, which, device));
    return value[0];
  }

  @Override
  public void close() {
    Failure.check(
        "cuDevicePrimaryCtxRelease", name(), () -> JCudaDriver.cuDevicePrimaryCtxRelease(device));
  }
}
