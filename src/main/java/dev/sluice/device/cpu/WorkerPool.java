package dev.sluice.device.cpu;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed number of threads that run the shards of one task at a time. Which thread runs a shard
 * does not change what it computes: shard s of a task is always the same work.
 *
 * <p>The calling thread takes part. If the pool is busy with another task, be it another caller's
 * or the one that calls, the caller runs all shards itself.
 *
 * <p>Closing waits for the task that the threads share, and no other begins after it: the lock that
 * a sharing caller holds is the one that closing takes.
 */
final class WorkerPool implements AutoCloseable {

  /** The work of one shard. */
  @FunctionalInterface
  interface Task {
    void run(int shard);
  }

  /** How often a waiting thread looks before it sleeps: about 20 microseconds. */
  private static final int SPINS = 2_000;

  private final ReentrantLock busy = new ReentrantLock();
  private final Worker[] workers;
  private volatile boolean closed;

  /**
   * @param threads at least 1, the caller's included
   */
  WorkerPool(int threads) {
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  /** The number of threads, and so the number of shards worth having. */
  int threads() {
    return workers.length + 1;
  }

  /**
   * Runs the task for shards 0 to {@code shards - 1} and returns when all are done. The first
   * failure is thrown.
   *
   * @throws IllegalStateException if the pool is closed: nobody would run the shards
   */
  void run(int shards, Task task) {
    requireOpen();
    boolean alone = shards <= 1 || workers.length == 0 || busy.isHeldByCurrentThread();
    if (alone || !busy.tryLock()) {
      for (int shard = 0; shard < shards; shard++) {
        task.run(shard);
      }
      return;
    }
    try {
      requireOpen(); // it may have been closed while this thread came for the lock
      runShared(shards, task);
    } finally {
      busy.unlock();
    }
  }

  /**
   * Checks that there is still somebody to run shards.
   *
   * @throws IllegalStateException if the pool is closed
   */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the cpu device is closed");
    }
  }

  private void runShared(int shards, Task task) {
    for (Worker worker : workers) {
      worker.begin(task, shards);
    }
    Throwable failure = null;
    try {
      for (int shard = 0; shard < shards; shard += threads()) {
        task.run(shard);
      }
    } catch (Throwable e) {
      failure = e;
    }
    for (Worker worker : workers) {
      Throwable theirs = worker.await();
      failure = failure == null ? theirs : failure;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    busy.lock();
    try {
      for (Worker worker : workers) {
        worker.end();
      }
    } finally {
      busy.unlock();
    }
  }

  /**
   * One thread, with the task it was given. The volatile {@code state} publishes the other fields.
   */
  private final class Worker extends Thread {
    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int ENDED = 2;

    private final int index;
    private volatile int state = IDLE;
    private volatile Thread waiter;
    private Task task;
    private int shards;
    private Throwable failure;

    Worker(int index) {
      super("sluice-cpu-" + index);
      this.index = index;
      setDaemon(true);
    }

    void begin(Task task, int shards) {
      this.task = task;
      this.shards = shards;
      this.failure = null;
      this.waiter = Thread.currentThread();
      state = RUNNING;
      LockSupport.unpark(this);
    }

    Throwable await() {
      for (int spins = 0; state == RUNNING; spins++) {
        pause(spins);
      }
      task = null;
      return failure;
    }

    void end() {
      state = ENDED;
      LockSupport.unpark(this);
    }

    @Override
    public void run() {
      int spins = 0;
      while (state != ENDED) {
        if (state == IDLE) {
          pause(spins++);
          continue;
        }
        spins = 0;
        try {
          for (int shard = index; shard < shards; shard += threads()) {
            task.run(shard);
          }
        } catch (Throwable e) {
          failure = e;
        }
        state = IDLE;
        LockSupport.unpark(waiter);
      }
    }

    private void pause(int spins) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }
}
