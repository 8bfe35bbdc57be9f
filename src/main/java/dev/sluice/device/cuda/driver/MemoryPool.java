package dev.sluice.device.cuda.driver;

import dev.sluice.device.OutOfDeviceMemoryException;
import dev.sluice.resource.OpenResource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import jcuda.CudaException;
import jcuda.driver.JCudaDriver;

/**
 * A caching pool of device memory. It keeps blocks that are given back, because an allocation by
 * the driver waits for the device. All work is ordered on one stream, so a block may be taken again
 * at once, before the work that used it has run.
 *
 * <p>Sizes are rounded up by at most an eighth, so that batches of many lengths share blocks. With
 * {@code -Dsluice.poison=true} each block is a separate allocation of exactly the requested size,
 * filled with NaN. Then compute-sanitizer finds every access beyond the end, and an output that was
 * not written is NaN.
 *
 * <p>Not thread-safe; needs the device's lock.
 */
public final class MemoryPool implements AutoCloseable {
  private static final long MIN_BYTES = 512;
  private static final int CLASSES_PER_OCTAVE = 8;

  private final CudaContext context;
  private final CudaStream stream;
  private final boolean poison = Boolean.getBoolean("sluice.poison");
  private final Map<Long, Deque<DeviceMemory>> kept = new HashMap<>();
  private final Map<DeviceMemory, OpenResource> taken = new IdentityHashMap<>();
  private long inUse;

  public MemoryPool(CudaContext context, CudaStream stream) {
    this.context = context;
    this.stream = stream;
  }

  /**
   * Takes a block of at least this size; its contents are undefined.
   *
   * @param bytes at least 1
   * @throws OutOfDeviceMemoryException if neither the pool nor the driver has enough memory
   */
  public Block take(long bytes) {
    long size = poison ? bytes : rounded(bytes);
    Deque<DeviceMemory> same = kept.get(size);
    DeviceMemory memory = same == null || same.isEmpty() ? allocate(size) : same.pop();
    inUse += size;
    taken.put(memory, OpenResource.opened("device memory of bytes", size));
    Block block = new Block(memory, size);
    if (poison) {
      fillWithNaN(block);
    }
    return block;
  }

  /** Takes a block for this many floats. */
  Block takeFloats(long count) {
    return take(count * Float.BYTES);
  }

  /** Takes scratch memory that {@link Loan#close} gives back. */
  public Loan lend(long bytes) {
    return new Loan(take(bytes));
  }

  /** Gives a block back; work already submitted may still use it. */
  public void give(Block block) {
    inUse -= block.bytes();
    OpenResource opened = taken.remove(block.memory());
    if (opened != null) {
      opened.closed();
    }
    if (poison) {
      stream.synchronize();
      free(block.memory());
    } else {
      kept.computeIfAbsent(block.bytes(), size -> new ArrayDeque<>()).push(block.memory());
    }
  }

  /** Bytes that are taken and not yet given back. */
  public long inUse() {
    return inUse;
  }

  /** Waits for the submitted work, then frees all blocks that are not taken. */
  public void releaseKept() {
    if (kept.isEmpty()) {
      return;
    }
    stream.synchronize();
    kept.values().forEach(blocks -> blocks.forEach(this::free));
    kept.clear();
  }

  /** Frees everything, also blocks that were not given back: their device is closed. */
  @Override
  public void close() {
    taken.values().forEach(OpenResource::closed);
    taken.keySet().forEach(this::free);
    taken.clear();
    releaseKept();
  }

  /** Rounds up to the next of eight sizes between two powers of two. */
  static long rounded(long bytes) {
    if (bytes <= MIN_BYTES) {
      return MIN_BYTES;
    }
    long step = Math.max(MIN_BYTES, Long.highestOneBit(bytes - 1) / CLASSES_PER_OCTAVE);
    return (bytes + step - 1) / step * step;
  }

  private DeviceMemory allocate(long bytes) {
    DeviceMemory memory = new DeviceMemory();
    if (tryAllocate(memory, bytes)) {
      return memory;
    }
    releaseKept();
    if (tryAllocate(memory, bytes)) {
      return memory;
    }
    throw new OutOfDeviceMemoryException(context.name(), bytes, inUse, context.freeMemory());
  }

  private static boolean tryAllocate(DeviceMemory memory, long bytes) {
    try {
      JCudaDriver.cuMemAlloc(memory, bytes);
      return true;
    } catch (CudaException e) {
      if (CudaCalls.OUT_OF_MEMORY.equals(e.getMessage())) {
        return false;
      }
      throw CudaCalls.failure("cuMemAlloc", bytes + " bytes", e);
    }
  }

  private void free(DeviceMemory memory) {
    CudaCalls.check("cuMemFree", "a block", () -> JCudaDriver.cuMemFree(memory));
  }

  private void fillWithNaN(Block block) {
    try {
      JCudaDriver.cuMemsetD8Async(block.memory(), (byte) 0xff, block.bytes(), stream.handle());
    } catch (CudaException e) {
      throw CudaCalls.failure("cuMemsetD8Async", block.bytes() + " bytes", e);
    }
  }

  /**
   * A block of device memory.
   *
   * @param memory its first byte
   * @param bytes its size
   */
  public record Block(DeviceMemory memory, long bytes) {}

  /** A block that is given back to the pool at the end of a try block. */
  public final class Loan implements AutoCloseable {
    private final Block block;

    private Loan(Block block) {
      this.block = block;
    }

    /** The address of the block. */
    public DeviceMemory memory() {
      return block.memory();
    }

    @Override
    public void close() {
      give(block);
    }
  }
}
