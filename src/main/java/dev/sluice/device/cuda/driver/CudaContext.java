package dev.sluice.device.cuda.driver;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.device.DeviceException;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUcontext;
import jcuda.driver.JCudaDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A GPU's primary context, which all users of that GPU in this process share.
 *
 * <p>NVIDIA's libraries retain the context too and never release it. So a context that a failed
 * kernel has made unusable stays the primary one, even after all devices are closed. The next
 * device that is opened on that GPU resets it.
 */
public final class CudaContext implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CudaContext.class);

  /** How many contexts this process has open, by the GPU's ordinal. */
  private static final Map<Integer, Integer> OPEN = new HashMap<>();

  private final CUcontext context = new CUcontext();
  private final Gpu gpu;
  private final int ordinal;
  private boolean renewed;

  /**
   * Retains the context and makes it the calling thread's.
   *
   * @param ordinal which GPU, from 0
   * @throws DeviceException if the context is lost and cannot be replaced
   */
  public CudaContext(int ordinal) {
    this.ordinal = ordinal;
    gpu = new Gpu(ordinal);
    synchronized (OPEN) {
      retain();
      try {
        makeCurrent();
        if (isLost()) {
          replace();
        }
      } catch (RuntimeException e) {
        release();
        throw e;
      }
      OPEN.merge(ordinal, 1, Integer::sum);
    }
  }

  private boolean isLost() {
    try {
      freeMemory();
      return false;
    } catch (LostContextException e) {
      return true;
    }
  }

  private void replace() {
    if (OPEN.getOrDefault(ordinal, 0) > 0) {
      throw new DeviceException(
          name()
              + ": its context is lost, and another open device of this process still uses it: close"
              + " that device first");
    }
    LOG.warn("{}: its context was lost earlier in this process: resetting it", name());
    renewed = true;
    try {
      CudaCalls.check(
          "cuDevicePrimaryCtxReset",
          name(),
          () -> JCudaDriver.cuDevicePrimaryCtxReset(gpu.device()));
      retain();
      release(); // The retain from before the reset still counts.
      makeCurrent();
      freeMemory();
    } catch (DeviceException e) {
      throw beyondRepair(e);
    }
  }

  /** The exception for a GPU that cannot be opened again after its context was lost. */
  public DeviceException beyondRepair(DeviceException failure) {
    return new DeviceException(
        name()
            + ": its context was lost earlier in this process, and a new one does not work: restart"
            + " the process ("
            + failure.getMessage()
            + ")",
        failure);
  }

  /** Whether this context replaces a lost one. */
  public boolean isRenewed() {
    return renewed;
  }

  private void retain() {
    CudaCalls.check(
        "cuDevicePrimaryCtxRetain",
        name(),
        () -> JCudaDriver.cuDevicePrimaryCtxRetain(context, gpu.device()));
  }

  private void release() {
    CudaCalls.check(
        "cuDevicePrimaryCtxRelease",
        name(),
        () -> JCudaDriver.cuDevicePrimaryCtxRelease(gpu.device()));
  }

  /** Makes this the calling thread's context. A thread needs one before any other driver call. */
  public void makeCurrent() {
    CudaCalls.check("cuCtxSetCurrent", name(), () -> JCudaDriver.cuCtxSetCurrent(context));
  }

  /** The GPU. */
  public Gpu gpu() {
    return gpu;
  }

  /** The device name, such as {@code cuda:0}. */
  public String name() {
    return gpu.name();
  }

  /** Bytes of device memory that are free at this moment. */
  @CanIgnoreReturnValue
  long freeMemory() {
    long[] free = new long[1];
    long[] total = new long[1];
    CudaCalls.check("cuMemGetInfo", name(), () -> JCudaDriver.cuMemGetInfo(free, total));
    return free[0];
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      OPEN.merge(ordinal, -1, Integer::sum);
      release();
    }
  }
}
