package dev.sluice.device.cpu.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexPartitionTest {

  @ParameterizedTest
  @CsvSource({"1, 50000", "3, 0", "3, 1", "3, 100", "2, 16384", "3, 50001", "4, 65536"})
  void elementsAreCoveredOnceInPartsThatBeginAtCacheLines(int threads, int count) {
    try (WorkerPool workers = new WorkerPool(threads)) {
      ConcurrentSkipListMap<Integer, Integer> parts = new ConcurrentSkipListMap<>();
      new IndexPartition(workers)
          .elements(
              count,
              (from, to) -> {
                parts.put(from, to);
              });
      assertEquals(count < 16_384 ? 1 : threads, parts.size());
      int next = 0;
      for (var part : parts.entrySet()) {
        assertEquals(next, part.getKey());
        assertEquals(0, part.getKey() % 16);
        next = part.getValue();
      }
      assertEquals(count, next);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 5, 100000", "3, 2, 100000", "3, 7, 100000", "3, 7, 1", "2, 0, 100000"})
  void rowsAreCoveredOnce(int threads, int rows, long cost) {
    try (WorkerPool workers = new WorkerPool(threads)) {
      int[] visits = new int[rows];
      new IndexPartition(workers)
          .rows(
              rows,
              cost,
              (from, to) -> {
                assertTrue(from <= to);
                for (int r = from; r < to; r++) {
                  visits[r]++;
                }
              });
      int[] once = new int[rows];
      Arrays.fill(once, 1);
      assertArrayEquals(once, visits);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "4095, 1", "4097, 1", "100003, 1", "1000, 300", "3, 100000"})
  void blockSumsHaveTheSameBitsForAnyNumberOfThreads(int rows, int cost) {
    double expected = blockSum(1, rows, cost);
    assertEquals(rows / 3.0 * (rows - 1) / 2, expected, 1e-9 * rows * rows);
    assertEquals(expected, blockSum(2, rows, cost));
    assertEquals(expected, blockSum(3, rows, cost));
  }

  private static double blockSum(int threads, int rows, int cost) {
    try (WorkerPool workers = new WorkerPool(threads)) {
      return new BlockSums(new IndexPartition(workers))
          .rows(
              rows,
              cost,
              (from, to) -> {
                double sum = 0;
                for (int r = from; r < to; r++) {
                  sum += r / 3.0;
                }
                return sum;
              });
    }
  }
}
