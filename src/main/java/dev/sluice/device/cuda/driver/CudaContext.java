package dev.sluice.device.cuda.driver;

import dev.sluice.device.DeviceException;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUcontext;
import jcuda.driver.JCudaDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A GPU's primary context, which all who use that GPU in this process share.
 *
 * <p>NVIDIA's libraries retain it too and never release it, so a context that a failed kernel has
 * lost is still the primary one after all of ours are closed. It is of no use to anybody then:
 * whoever opens the GPU next resets it.
 */
public final class CudaContext implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CudaContext.class);

  /** How many of ours are open, by the GPU's ordinal. */
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
              + ": its context is lost, and another device of this process still holds it: close"
              + " that first");
    }
    LOG.warn("{}: its context was lost earlier in this process: resetting it", name());
    renewed = true;
    try {
      DriverFailure.check(
          "cuDevicePrimaryCtxReset",
          name(),
          () -> JCudaDriver.cuDevicePrimaryCtxReset(gpu.device()));
      retain();
      release(); // What was retained before the reset still counts.
      makeCurrent();
      freeMemory();
    } catch (DeviceException e) {
      throw beyondRepair(e);
    }
  }

  /** What to throw for a failure of opening the GPU after its context was lost. */
  public DeviceException beyondRepair(DeviceException failure) {
    return new DeviceException(
        name()
            + ": its context was lost earlier in this process, and a new one does not work: start"
            + " the process anew ("
            + failure.getMessage()
            + ")",
        failure);
  }

  /** Whether this one stands in the place of a lost one. */
  public boolean isRenewed() {
    return renewed;
  }

  private void retain() {
    DriverFailure.check(
        "cuDevicePrimaryCtxRetain",
        name(),
        () -> JCudaDriver.cuDevicePrimaryCtxRetain(context, gpu.device()));
  }

  private void release() {
    DriverFailure.check(
        "cuDevicePrimaryCtxRelease",
        name(),
        () -> JCudaDriver.cuDevicePrimaryCtxRelease(gpu.device()));
  }

  /** Makes this the calling thread's context; every thread needs one before any other call. */
  public void makeCurrent() {
    DriverFailure.check("cuCtxSetCurrent", name(), () -> JCudaDriver.cuCtxSetCurrent(context));
  }

  /** The GPU. */
  public Gpu gpu() {
    return gpu;
  }

  /** {@code cuda:0}. */
  public String name() {
    return gpu.name();
  }

  /** Bytes of memory that nobody holds at this moment. */
  long freeMemory() {
    long[] free = new long[1];
    long[] total = new long[1];
    DriverFailure.check("cuMemGetInfo", name(), () -> JCudaDriver.cuMemGetInfo(free, total));
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
