package dev.sluice.device.cpu.recurrence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** A plan's shards between its passes: as many as ever were open at one time. Thread-safe. */
final class IdleShards {
  private final Supplier<Shard> closed;
  private final Deque<Shard> idle = new ArrayDeque<>();

  /**
   * @param closed makes one more
   */
  IdleShards(Supplier<Shard> closed) {
    this.closed = closed;
  }

  /** A closed shard. */
  synchronized Shard take() {
    Shard shard = idle.poll();
    return shard == null ? closed.get() : shard;
  }

  /** Closes a shard and keeps it. */
  synchronized void give(Shard shard) {
    shard.close();
    idle.push(shard);
  }
}
