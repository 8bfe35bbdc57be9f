package dev.sluice.device.cuda.driver;

import java.util.ArrayList;
import java.util.List;

/** Blocks of a device's pool that are given back together; used under the device's turn. */
public final class MemoryBlocks implements AutoCloseable {
  private final MemoryPool pool;
  private final List<MemoryPool.Block> taken = new ArrayList<>();

  public MemoryBlocks(MemoryPool pool) {
    this.pool = pool;
  }

  /**
   * Memory that lives until {@link #close}, contents undefined.
   *
   * @param bytes may be 0
   */
  public DeviceMemory bytes(long bytes) {
    MemoryPool.Block block = pool.take(Math.max(1, bytes));
    taken.add(block);
    return block.memory();
  }

  /** Memory for this many floats or ints. */
  public DeviceMemory words(long count) {
    return bytes(count * Float.BYTES);
  }

  /** The same, or null where it is not needed. */
  public DeviceMemory wordsIf(boolean needed, long count) {
    return needed ? words(count) : null;
  }

  /** Gives all back; a second time does nothing. */
  @Override
  public void close() {
    taken.forEach(pool::give);
    taken.clear();
  }
}
