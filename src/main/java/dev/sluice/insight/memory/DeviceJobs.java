package dev.sluice.insight.memory;

import dev.sluice.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Runs jobs side by side, one at a time on each device. */
final class DeviceJobs {
  private DeviceJobs() {}

  /** A job that can be cancelled. */
  interface Job<T> {
    /**
     * Runs the job.
     *
     * @param cancelled whether another job has failed, so that this one should end early
     */
    T run(Device device, BooleanSupplier cancelled);
  }

  /**
   * Runs all jobs. They begin in their order.
   *
   * @return the results in the order of the jobs
   * @throws RuntimeException that of the first job, in the order of the jobs, that failed
   * @throws CancellationException if the calling thread was interrupted
   */
  static <T> List<T> run(List<Device> devices, List<Job<T>> jobs) {
    AtomicBoolean cancelled = new AtomicBoolean();
    BlockingQueue<Device> free = new LinkedBlockingQueue<>(devices);
    ExecutorService threads = Executors.newFixedThreadPool(devices.size());
    try {
      List<Future<T>> results = new ArrayList<>();
      for (Job<T> job : jobs) {
        results.add(threads.submit(() -> runOnFreeDevice(job, free, cancelled)));
      }
      List<T> values = new ArrayList<>();
      for (Future<T> result : results) {
        values.add(valueOf(result));
      }
      return values;
    } finally {
      // The caller closes the devices, so no job may still run.
      cancelled.set(true);
      awaitEnd(threads);
    }
  }

  private static <T> T runOnFreeDevice(
      Job<T> job, BlockingQueue<Device> free, AtomicBoolean cancelled) {
    // There are as many threads as devices.
    Device device = free.remove();
    try {
      return job.run(device, cancelled::get);
    } catch (RuntimeException | Error e) {
      cancelled.set(true);
      throw e;
    } finally {
      free.add(device);
    }
  }

  private static <T> T valueOf(Future<T> result) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  private static void awaitEnd(ExecutorService threads) {
    threads.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
