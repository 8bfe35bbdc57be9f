package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.Gpu;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/** The properties of a GPU that benchmarks need, and its free memory. */
public final class GpuProperties {
  private final CudaDevice device;
  private final Gpu gpu;

  /**
   * @param device the first GPU, opened
   */
  public GpuProperties(Device device) {
    this.device = (CudaDevice) device;
    this.gpu = new Gpu(0);
  }

  /** The model name. */
  public String model() {
    return gpu.model();
  }

  /** Whether the driver simulates the GPU, so that its speed means nothing. */
  public boolean simulated() {
    return gpu.model().startsWith("Simulated device");
  }

  /** Bytes of device memory that are free at this moment. */
  public long freeMemory() {
    long[] free = new long[1];
    long[] total = new long[1];
    try (DeviceLock held = device.lock()) {
      CudaCalls.check("cuMemGetInfo", gpu.name(), () -> JCudaDriver.cuMemGetInfo(free, total));
    }
    return free[0];
  }

  /** The size of the largest cache in bytes. */
  public long cacheBytes() {
    int[] bytes = new int[1];
    CudaCalls.check(
        "cuDeviceGetAttribute",
        gpu.name(),
        () ->
            JCudaDriver.cuDeviceGetAttribute(
                bytes, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, gpu.device()));
    return bytes[0];
  }

  /** Frees the device memory that the pool keeps for later. */
  public static void trim(Device device) {
    CudaDevice cuda = (CudaDevice) device;
    try (DeviceLock held = cuda.lock()) {
      cuda.pool().releaseKept();
    }
  }
}
