package dev.sluice.device.cuda;

import dev.sluice.device.Device;
import dev.sluice.device.cuda.driver.CudaCalls;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.Gpu;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/** What a benchmark asks of a GPU and its memory. */
public final class Card {
  private final CudaDevice device;
  private final Gpu gpu;

  /**
   * @param device the first GPU, open
   */
  public Card(Device device) {
    this.device = (CudaDevice) device;
    this.gpu = new Gpu(0);
  }

  /** What the GPU calls itself. */
  public String model() {
    return gpu.model();
  }

  /** Whether it is the simulated driver's, whose speed means nothing. */
  public boolean simulated() {
    return gpu.model().startsWith("Simulated device");
  }

  /** Bytes of memory that nobody holds at this moment. */
  public long freeMemory() {
    long[] free = new long[1];
    long[] total = new long[1];
    try (DeviceLock held = device.lock()) {
      CudaCalls.check("cuMemGetInfo", gpu.name(), () -> JCudaDriver.cuMemGetInfo(free, total));
    }
    return free[0];
  }

  /** Bytes of the largest cache. */
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

  /** Gives the memory that a device keeps for later back to the driver. */
  public static void trim(Device device) {
    CudaDevice cuda = (CudaDevice) device;
    try (DeviceLock held = cuda.lock()) {
      cuda.pool().releaseKept();
    }
  }
}
