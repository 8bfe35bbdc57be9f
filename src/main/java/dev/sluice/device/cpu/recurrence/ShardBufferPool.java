package dev.sluice.device.cpu.recurrence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** A plan's shards between its passes: as many as ever were open at one time. Thread-safe. */
final class ShardBufferPool {
  private final Supplier<ShardBuffers> closed;
  private final Deque<ShardBuffers> idle = new ArrayDeque<>();

  /**
   * @param closed makes one more
   */
  ShardBufferPool(Supplier<ShardBuffers> closed) {
    this.closed = closed;
  }

  /** A closed shard. */
  synchronized ShardBuffers take() {
    ShardBuffers shard = idle.poll();
    return shard == null ? closed.get() : shard;
  }

  /** Closes a shard and keeps it. */
  synchronized void give(ShardBuffers shard) {
    shard.close();
    idle.push(shard);
  }
}
