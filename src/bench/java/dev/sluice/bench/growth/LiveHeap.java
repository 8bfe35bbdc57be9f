package dev.sluice.bench.growth;

import java.lang.management.ManagementFactory;

/** What of this process's heap is alive. */
final class LiveHeap {
  private static final int MOST = 10;
  private static final long PAUSE_MILLIS = 20;
  private static final long TOLERANCE = 10_000;

  private LiveHeap() {}

  /** Bytes in use when collections find no more: the threads of a closed device end in a moment. */
  static long bytes() {
    long before = Long.MAX_VALUE;
    long used = collect();
    for (int k = 0; k < MOST && before - used > TOLERANCE; k++) {
      pause();
      before = used;
      used = collect();
    }
    return used;
  }

  private static long collect() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
