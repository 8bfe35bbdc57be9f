package dev.sluice.device.cuda.driver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of a device's pool that are given back together, by {@link #close}. Needs the device's
 * lock.
 */
public final class MemoryArena implements AutoCloseable {
  private final MemoryPool pool;
  private final List<MemoryPool.Block> taken = new ArrayList<>();

  public MemoryArena(MemoryPool pool) {
    this.pool = pool;
  }

  /**
   * Memory that is valid until {@link #close}; its contents are undefined.
   *
   * @param bytes may be 0
   */
  public DeviceMemory bytes(long bytes) {
    MemoryPool.Block block = pool.take(Math.max(1, bytes));
    taken.add(block);
    return block.memory();
  }

  /** Memory for this many floats or ints, as {@link #bytes}. */
  public DeviceMemory words(long count) {
    return bytes(count * Float.BYTES);
  }

  /** Memory for this many floats or ints, or null if it is not needed. */
  public @Nullable DeviceMemory wordsIf(boolean needed, long count) {
    return needed ? words(count) : null;
  }

  /** Gives all blocks back; does nothing the second time. */
  @Override
  public void close() {
    taken.forEach(pool::give);
    taken.clear();
  }
}
