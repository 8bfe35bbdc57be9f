package dev.sluice.device.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * The first wrong value that a kernel met since the host looked last. Kernels leave such an element
 * out and go on, as the host is not there to stop them; it hears of it at the next crossing.
 *
 * <p>In device memory, as {@code struct Fault} of common.cuh: code, value, least, most ({@code
 * int32} each), index ({@code int64}).
 */
public final class FaultRecord implements AutoCloseable {
  private static final int BYTES = 24;

  private final CudaStream stream;
  private final MemoryPool pool;
  private final MemoryPool.Block block;
  private final Pointer pinned = new Pointer();
  private final ByteBuffer host;

  public FaultRecord(CudaStream stream, MemoryPool pool) {
    this.stream = stream;
    this.pool = pool;
    DriverFailure.check(
        "cuMemAllocHost", BYTES + " bytes", () -> JCudaDriver.cuMemAllocHost(pinned, BYTES));
    host = pinned.getByteBuffer(0, BYTES).order(ByteOrder.nativeOrder());
    try {
      block = pool.take(BYTES); // Given back with the pool itself if what follows fails.
      clear();
    } catch (RuntimeException e) {
      freeHost();
      throw e;
    }
  }

  /** For kernels. */
  DeviceMemory memory() {
    return block.memory();
  }

  /** Submits the copy to the host; what it brings is there after the next wait. */
  public void fetch() {
    DriverFailure.check(
        "cuMemcpyDtoHAsync",
        "the fault record",
        () -> JCudaDriver.cuMemcpyDtoHAsync(pinned, memory(), BYTES, stream.handle()));
  }

  /**
   * Looks at what {@link #fetch} brought.
   *
   * @throws IllegalArgumentException naming the wrong value; the record is empty again then
   */
  public void check() {
    int code = host.getInt(0);
    if (code == 0) {
      return;
    }
    DataFault fault = DataFault.of(code);
    String message =
        String.format(
            Locale.ROOT,
            "%s: expected %d to %d, got %s at index %d",
            fault.argument(),
            host.getInt(8),
            host.getInt(12),
            fault.value(host.getInt(4)),
            host.getLong(16));
    clear();
    throw new IllegalArgumentException(message);
  }

  private void clear() {
    DriverFailure.check(
        "cuMemsetD8Async",
        "the fault record",
        () -> JCudaDriver.cuMemsetD8Async(memory(), (byte) 0, BYTES, stream.handle()));
  }

  @Override
  public void close() {
    pool.give(block);
    freeHost();
  }

  private void freeHost() {
    DriverFailure.check(
        "cuMemFreeHost", "the fault record", () -> JCudaDriver.cuMemFreeHost(pinned));
  }
}
