package dev.sluice.device.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * The first wrong value that a kernel found since the host last checked. A kernel skips such an
 * element and continues, because it runs asynchronously. The host reports the fault at the next
 * read.
 *
 * <p>The record is in device memory. Its layout is {@code struct Fault} of common.cuh: code, value,
 * least, most ({@code int32} each), index ({@code int64}).
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
    CudaCalls.check(
        "cuMemAllocHost", BYTES + " bytes", () -> JCudaDriver.cuMemAllocHost(pinned, BYTES));
    host = pinned.getByteBuffer(0, BYTES).order(ByteOrder.nativeOrder());
    try {
      block = pool.take(BYTES); // If what follows fails, closing the pool frees it.
      clear();
    } catch (RuntimeException e) {
      freeHost();
      throw e;
    }
  }

  /** The address that kernels get as an argument. */
  DeviceMemory memory() {
    return block.memory();
  }

  /** Submits the copy to the host. The copy has arrived after the next synchronisation. */
  public void fetch() {
    CudaCalls.check(
        "cuMemcpyDtoHAsync",
        "the fault record",
        () -> JCudaDriver.cuMemcpyDtoHAsync(pinned, memory(), BYTES, stream.handle()));
  }

  /**
   * Checks the record that {@link #fetch} has copied.
   *
   * @throws IllegalArgumentException naming the wrong value, if there is one; the record is then
   *     empty again
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
    CudaCalls.check(
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
    CudaCalls.check("cuMemFreeHost", "the fault record", () -> JCudaDriver.cuMemFreeHost(pinned));
  }
}
