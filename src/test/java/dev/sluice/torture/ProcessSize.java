package dev.sluice.torture;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The resources of this process. The last two are 0 if the system does not report them.
 *
 * @param heapBytes heap memory in use after a garbage collection
 * @param threads number of live threads
 * @param descriptors number of open file descriptors
 * @param mappings number of memory mappings
 */
record ProcessSize(long heapBytes, long threads, long descriptors, long mappings) {
  private static final int COLLECTIONS = 4;
  private static final long PAUSE_MILLIS = 50;

  /**
   * Pauses between garbage collections, because threads of a closed device end with a short delay.
   */
  static ProcessSize now() throws IOException, InterruptedException {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(PAUSE_MILLIS);
      heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    return new ProcessSize(heap, threads, entries("/proc/self/fd"), lines("/proc/self/maps"));
  }

  private static long entries(String folder) throws IOException {
    if (!Files.isDirectory(Path.of(folder))) {
      return 0;
    }
    try (Stream<Path> found = Files.list(Path.of(folder))) {
      return found.count();
    }
  }

  private static long lines(String file) throws IOException {
    if (!Files.exists(Path.of(file))) {
      return 0;
    }
    try (Stream<String> found = Files.lines(Path.of(file))) {
      return found.count();
    }
  }
}
