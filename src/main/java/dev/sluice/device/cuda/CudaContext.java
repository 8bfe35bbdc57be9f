package dev.sluice.device.cuda;

import jcuda.driver.CUcontext;
import jcuda.driver.JCudaDriver;

/** A GPU's primary context, which all who use that GPU in this process share. */
final class CudaContext implements AutoCloseable {
  private final CUcontext context = new CUcontext();
  private final Gpu gpu;

  /**
   * Retains the context and makes it the calling thread's.
   *
   * @param ordinal which GPU, from 0
   */
  CudaContext(int ordinal) {
    gpu = new Gpu(ordinal);
    Failure.check(
        "cuDevicePrimaryCtxRetain",
        name(),
        () -> JCudaDriver.cuDevicePrimaryCtxRetain(context, gpu.device()));
    makeCurrent();
  }

  /** Makes this the calling thread's context; every thread needs one before any other call. */
  void makeCurrent() {
    Failure.check("cuCtxSetCurrent", name(), () -> JCudaDriver.cuCtxSetCurrent(context));
  }

  /** The GPU. */
  Gpu gpu() {
    return gpu;
  }

  /** {@code cuda:0}. */
  String name() {
    return gpu.name();
  }

  /** Bytes of memory that nobody holds at this moment. */
  long freeMemory() {
    long[] free = new long[1];
    long[] total = new long[1];
    Failure.check("cuMemGetInfo", name(), () -> JCudaDriver.cuMemGetInfo(free, total));
    return free[0];
  }

  @Override
  public void close() {
    Failure.check(
        "cuDevicePrimaryCtxRelease",
        name(),
        () -> JCudaDriver.cuDevicePrimaryCtxRelease(gpu.device()));
  }
}
