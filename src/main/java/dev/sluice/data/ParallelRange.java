package dev.sluice.data;

import dev.sluice.argument.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Runs a task for each index of a range, on several threads that end with the call. */
final class ParallelRange {
  private static final int CHUNK = 64;

  private ParallelRange() {}

  /**
   * Calls a worker once for each index from 0 to {@code size - 1}, in no particular order. With one
   * thread it runs on the caller's thread.
   *
   * @param worker creates one worker per thread, so that a worker may have state
   * @throws IllegalArgumentException if {@code threads} is below 1
   */
  static void run(int size, int threads, Supplier<IntConsumer> worker) {
    Require.atLeast("threads", 1, threads);
    if (threads == 1) {
      IntConsumer own = worker.get();
      for (int i = 0; i < size; i++) {
        own.accept(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads, ParallelRange::daemon);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        running.add(pool.submit(() -> drain(next, size, worker.get())));
      }
      for (Future<?> future : running) {
        await(future);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void drain(AtomicInteger next, int size, IntConsumer worker) {
    for (int from = next.getAndAdd(CHUNK); from < size; from = next.getAndAdd(CHUNK)) {
      if (Thread.interrupted()) {
        return;
      }
      for (int i = from; i < Math.min(from + CHUNK, size); i++) {
        worker.accept(i);
      }
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while texts were read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sluice-data");
    thread.setDaemon(true);
    return thread;
  }
}
