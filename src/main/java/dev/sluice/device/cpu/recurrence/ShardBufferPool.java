package dev.sluice.device.cpu.recurrence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * A pool of the shard buffers of a plan, for reuse by its passes. It holds as many as were ever in
 * use at one time. Thread-safe.
 */
final class ShardBufferPool {
  private final Supplier<ShardBuffers> closed;
  private final Deque<ShardBuffers> idle = new ArrayDeque<>();

  /**
   * Creates an empty pool.
   *
   * @param closed creates a closed shard
   */
  ShardBufferPool(Supplier<ShardBuffers> closed) {
    this.closed = closed;
  }

  /** Takes a closed shard. */
  synchronized ShardBuffers take() {
    ShardBuffers shard = idle.poll();
    return shard == null ? closed.get() : shard;
  }

  /** Closes a shard and returns it to the pool. */
  synchronized void give(ShardBuffers shard) {
    shard.close();
    idle.push(shard);
  }
}
