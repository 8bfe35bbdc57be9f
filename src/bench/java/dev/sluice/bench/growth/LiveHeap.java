package dev.sluice.bench.growth;

import java.lang.management.ManagementFactory;

/** Measures the live heap of this process. */
final class LiveHeap {
  private static final int MOST = 10;
  private static final long PAUSE_MILLIS = 20;
  private static final long TOLERANCE = 10_000;

  private LiveHeap() {}

  /**
   * Bytes in use after repeated collections find no more garbage; threads of a closed device take a
   * moment to end.
   */
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
