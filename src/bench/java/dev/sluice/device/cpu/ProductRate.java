package dev.sluice.device.cpu;

import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures the rate of our fastest packed matrix product: weights in the cache, one product on each
 * thread, and no other work. The peak rate of the machine is this or more.
 */
public final class ProductRate {
  /** Rows, columns and depth of the products; the fastest one counts. */
  private static final int[][] SIZES = {{36, 512, 128}, {60, 512, 256}, {60, 1024, 128}};

  private ProductRate() {}

  /**
   * Measures for about thirty times the given seconds.
   *
   * @return 10^9 floating-point operations per second, of all threads
   */
  public static double gigaflops(int threads, double seconds) {
    double best = 0;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int[] size : SIZES) {
        best = Math.max(best, rate(pool, threads, size, seconds));
      }
    } finally {
      pool.shutdown();
    }
    return best;
  }

  private static double rate(ExecutorService pool, int threads, int[] size, double seconds) {
    double best = 0;
    for (int round = 0; round < 10; round++) {
      List<Future<Double>> rates = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        rates.add(pool.submit(() -> products(size[0], size[1], size[2], seconds)));
      }
      double sum = 0;
      for (Future<Double> rate : rates) {
        sum += result(rate);
      }
      best = Math.max(best, sum);
    }
    return best;
  }

  /** Computes products on this thread for the given seconds; returns their rate. */
  private static double products(int rows, int columns, int depth, double seconds) {
    Kernels kernels = KernelChoice.best();
    PackedMatrix weights = kernels.matrix(depth, columns, 1);
    float[] a = new float[rows * depth];
    float[] c = new float[rows * columns];
    long products = 0;
    long start = System.nanoTime();
    long elapsed = 0;
    while (elapsed < seconds * 1e9) {
      for (int k = 0; k < 50; k++, products++) {
        weights.multiply(rows, a, 0, depth, 0, weights.groups(), c, 0, columns, false);
      }
      elapsed = System.nanoTime() - start;
    }
    return 2.0 * rows * columns * depth * products / elapsed;
  }

  private static double result(Future<Double> rate) {
    try {
      return rate.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
