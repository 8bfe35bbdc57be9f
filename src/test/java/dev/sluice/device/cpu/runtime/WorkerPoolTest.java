package dev.sluice.device.cpu.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WorkerPoolTest {

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 0", "2, 1", "2, 2", "2, 7", "3, 2", "5, 64"})
  void runsEveryShardOnce(int threads, int shards) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      for (int round = 0; round < 1_000; round++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(shards);
        pool.run(shards, runs::incrementAndGet);
        for (int shard = 0; shard < shards; shard++) {
          assertEquals(1, runs.get(shard), "shard " + shard);
        }
      }
    }
  }

  @Test
  void writesOfAllShardsAreVisibleAfterwards() {
    try (WorkerPool pool = new WorkerPool(4)) {
      int[] values = new int[4 * 1_000];
      for (int round = 1; round <= 200; round++) {
        int now = round;
        pool.run(4, shard -> Arrays.fill(values, shard * 1_000, (shard + 1) * 1_000, now));
        int[] expected = new int[values.length];
        Arrays.fill(expected, now);
        assertArrayEquals(expected, values);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void throwsTheExceptionOfAShardAndStaysUsable(int failing) {
    try (WorkerPool pool = new WorkerPool(3)) {
      IllegalStateException failure = new IllegalStateException("shard");
      Throwable thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  pool.run(
                      3,
                      shard -> {
                        if (shard == failing) {
                          throw failure;
                        }
                      }));
      assertSame(failure, thrown);
      AtomicInteger runs = new AtomicInteger();
      pool.run(3, shard -> runs.incrementAndGet());
      assertEquals(3, runs.get());
    }
  }

  @Test
  void aTaskMayRunAnother() {
    try (WorkerPool pool = new WorkerPool(3)) {
      AtomicInteger runs = new AtomicInteger();
      pool.run(6, outer -> pool.run(5, inner -> runs.incrementAndGet()));
      assertEquals(30, runs.get());
    }
  }

  @Test
  void concurrentCallersAllFinish() throws InterruptedException {
    try (WorkerPool pool = new WorkerPool(3)) {
      AtomicInteger runs = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread caller =
            new Thread(
                () -> {
                  for (int round = 0; round < 500; round++) {
                    pool.run(3, shard -> runs.incrementAndGet());
                  }
                });
        caller.start();
        callers.add(caller);
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(4 * 500 * 3, runs.get());
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void aClosedPoolRefusesTasks(int threads) {
    WorkerPool pool = new WorkerPool(threads);
    pool.close();
    assertThrows(IllegalStateException.class, () -> pool.run(5, shard -> {}));
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 7", "4, 100"})
  void tasksFinishIfThreadsNeverStart(int threads, int shards) {
    try (WorkerPool pool = new WorkerPool(threads, thread -> {})) {
      for (int round = 0; round < 10; round++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(shards);
        pool.run(shards, runs::incrementAndGet);
        for (int shard = 0; shard < shards; shard++) {
          assertEquals(1, runs.get(shard), "shard " + shard);
        }
      }
    }
  }

  @Test
  void aLateThreadRunsNoShardOfAFinishedTask() {
    List<Thread> late = new ArrayList<>();
    try (WorkerPool pool = new WorkerPool(3, late::add)) {
      AtomicInteger runs = new AtomicInteger();
      pool.run(3, shard -> runs.incrementAndGet());
      late.forEach(Thread::start);
      for (int round = 0; round < 1_000; round++) {
        pool.run(5, shard -> runs.incrementAndGet());
      }
      assertEquals(3 + 5_000, runs.get());
    }
  }

  /** While one thread waits in its shard, the other thread runs the remaining shards. */
  @Test
  void callerDoesNotWaitForShardsThatHaveNotStarted() {
    try (WorkerPool pool = new WorkerPool(2)) {
      CountDownLatch othersDone = new CountDownLatch(5);
      AtomicInteger first = new AtomicInteger(-1);
      pool.run(
          6,
          shard -> {
            if (first.compareAndSet(-1, shard)) {
              await(othersDone);
            } else {
              othersDone.countDown();
            }
          });
      assertEquals(0, othersDone.getCount());
    }
  }

  @Test
  void closingWaitsForTheCurrentTaskAndEndsTheThreads() throws InterruptedException {
    WorkerPool pool = new WorkerPool(3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch begun = new CountDownLatch(3);
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Thread caller =
        new Thread(
            () ->
                pool.run(
                    3,
                    shard -> {
                      threads.add(Thread.currentThread());
                      begun.countDown();
                      await(released);
                      runs.incrementAndGet();
                    }));
    caller.start();
    begun.await();
    Thread closer = new Thread(pool::close);
    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      assertTrue(closer.isAlive(), "closed in the middle of a task");
      Thread.onSpinWait();
    }
    assertThrows(IllegalStateException.class, () -> pool.run(3, shard -> {}));
    released.countDown();
    for (Thread thread : List.of(caller, closer)) {
      thread.join();
    }
    assertEquals(3, runs.get());
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
