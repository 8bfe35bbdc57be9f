package dev.sluice.device.cuda.driver;

import dev.sluice.device.OutOfDeviceMemoryException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import jcuda.CudaException;
import jcuda.driver.JCudaDriver;

/**
 * Device memory that is kept when it is given back, since the driver's own allocation waits for the
 * device. All use is ordered on one stream, so a block may be taken again at once, before the work
 * that used it has run.
 *
 * <p>Sizes are rounded up by at most an eighth, so that batches of many lengths share blocks. With
 * {@code -Dsluice.poison=true} each block is an allocation of its own of exactly the size asked
 * for, filled with NaN: a check tool then sees every access beyond the end, and unwritten outputs
 * show.
 *
 * <p>Not thread-safe; used under the device's turn.
 */
public final class MemoryPool implements AutoCloseable {
  private static final long SMALLEST = 512;
  private static final int CLASSES_PER_OCTAVE = 8;

  private final CudaContext context;
  private final CudaStream stream;
  private final boolean poison = Boolean.getBoolean("sluice.poison");
  private final Map<Long, Deque<DeviceMemory>> kept = new HashMap<>();
  private final Set<DeviceMemory> taken = Collections.newSetFromMap(new IdentityHashMap<>());
  private long inUse;

  public MemoryPool(CudaContext context, CudaStream stream) {
    this.context = context;
    this.stream = stream;
  }

  /**
   * Memory of at least this size, contents undefined.
   *
   * @param bytes at least 1
   * @throws OutOfDeviceMemoryException if neither the pool nor the driver has it
   */
  public Block take(long bytes) {
    long size = poison ? bytes : rounded(bytes);
    Deque<DeviceMemory> same = kept.get(size);
    DeviceMemory memory = same == null || same.isEmpty() ? allocate(size) : same.pop();
    inUse += size;
    taken.add(memory);
    Block block = new Block(memory, size);
    if (poison) {
      fillWithNaN(block);
    }
    return block;
  }

  /** Memory for this many floats. */
  Block takeFloats(long count) {
    return take(count * Float.BYTES);
  }

  /** Memory as scratch, given back by closing. */
  public Loan lend(long bytes) {
    return new Loan(take(bytes));
  }

  /** Gives a block back; work already submitted may still use it. */
  public void give(Block block) {
    inUse -= block.bytes();
    taken.remove(block.memory());
    if (poison) {
      stream.synchronize();
      free(block.memory());
    } else {
      kept.computeIfAbsent(block.bytes(), size -> new ArrayDeque<>()).push(block.memory());
    }
  }

  /** Bytes that were taken and not given back. */
  public long inUse() {
    return inUse;
  }

  /** Gives what nobody uses back to the driver, once submitted work does not use it either. */
  public void releaseKept() {
    if (kept.isEmpty()) {
      return;
    }
    stream.synchronize();
    kept.values().forEach(blocks -> blocks.forEach(this::free));
    kept.clear();
  }

  /**
   * Frees everything, also what was not given back: whoever still holds it has no device any more.
   */
  @Override
  public void close() {
    taken.forEach(this::free);
    taken.clear();
    releaseKept();
  }

  /** Up to the next of eight sizes in each power of two. */
  static long rounded(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    long step = Math.max(SMALLEST, Long.highestOneBit(bytes - 1) / CLASSES_PER_OCTAVE);
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
      if (DriverFailure.OUT_OF_MEMORY.equals(e.getMessage())) {
        return false;
      }
      throw DriverFailure.of("cuMemAlloc", bytes + " bytes", e);
    }
  }

  private void free(DeviceMemory memory) {
    DriverFailure.check("cuMemFree", "a block", () -> JCudaDriver.cuMemFree(memory));
  }

  private void fillWithNaN(Block block) {
    try {
      JCudaDriver.cuMemsetD8Async(block.memory(), (byte) 0xff, block.bytes(), stream.handle());
    } catch (CudaException e) {
      throw DriverFailure.of("cuMemsetD8Async", block.bytes() + " bytes", e);
    }
  }

  /**
   * A piece of device memory.
   *
   * @param memory where it begins
   * @param bytes how much of it there is
   */
  public record Block(DeviceMemory memory, long bytes) {}

  /** A block that goes back to the pool at the end of a try block. */
  public final class Loan implements AutoCloseable {
    private final Block block;

    private Loan(Block block) {
      this.block = block;
    }

    /** Where it begins. */
    public DeviceMemory memory() {
      return block.memory();
    }

    @Override
    public void close() {
      give(block);
    }
  }
}
