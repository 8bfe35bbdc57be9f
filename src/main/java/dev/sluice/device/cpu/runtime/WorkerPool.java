package dev.sluice.device.cpu.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A fixed number of threads that run the shards of one task at a time. Which thread runs a shard
 * does not change what it computes: shard s of a task is always the same work.
 *
 * <p>The calling thread takes part. Thread t begins with the shards t, t + threads, ..., whose data
 * its core may still hold, and then takes those that others have not begun: a thread that comes
 * late, or never, costs nothing but its help. Only for a shard that was begun the caller waits. If
 * the pool is busy with another task, be it another caller's or the one that calls, the caller runs
 * all shards itself.
 *
 * <p>Closing waits for the task that the threads share, and no other begins after it: the lock that
 * a sharing caller holds is the one that closing takes.
 */
public final class WorkerPool implements AutoCloseable {

  /** The work of one shard. */
  @FunctionalInterface
  public interface Task {
    void run(int shard);
  }

  /** How often a waiting thread looks before it sleeps: about 20 microseconds. */
  private static final int SPINS = 2_000;

  private final ReentrantLock busy = new ReentrantLock();
  private final Worker[] workers;
  private volatile boolean closed;

  /** The next shard of a thread that has none left. */
  private static final int NONE = Integer.MAX_VALUE;

  /**
   * For each thread the next of its own shards and, above that, the number of the task. A shard is
   * taken by moving this on. As long as one can be taken the task is not over, so where that
   * succeeds the fields below, read before, are those of that task.
   */
  private final AtomicLongArray next;

  private int taskNumber;
  private Task task;
  private int shards;

  /** Shards of the task that are not done. */
  private final AtomicInteger unfinished = new AtomicInteger();

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Thread waiter;

  /**
   * @param threads at least 1, the caller's included
   */
  public WorkerPool(int threads) {
    this(threads, Thread::start);
  }

  /**
   * @param start starts a thread; tests let some begin late, or never
   */
  public WorkerPool(int threads, Consumer<Thread> start) {
    next = new AtomicLongArray(threads);
    for (int thread = 0; thread < threads; thread++) {
      next.set(thread, state(taskNumber, NONE));
    }
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
    }
    for (Worker worker : workers) {
      start.accept(worker);
    }
  }

  /** The number of threads, and so the number of shards worth having. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs the task for shards 0 to {@code shards - 1} and returns when all are done. The first
   * failure is thrown.
   *
   * @throws IllegalStateException if the pool is closed: nobody would run the shards
   */
  public void run(int shards, Task task) {
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
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the cpu device is closed");
    }
  }

  private void runShared(int count, Task work) {
    begin(count, work);
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
    runAvailableShards(0);
    for (int spins = 0; unfinished.get() > 0; spins++) {
      pause(spins);
    }
    task = null;
    Throwable thrown = failure.getAndSet(null);
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  private void begin(int count, Task work) {
    task = work;
    shards = count;
    waiter = Thread.currentThread();
    unfinished.set(count);
    taskNumber++;
    for (int thread = 0; thread < threads(); thread++) {
      next.set(thread, state(taskNumber, thread < count ? thread : NONE));
    }
  }

  /** Runs what is left of the task, own shards first; false if nothing was. */
  private boolean runAvailableShards(int thread) {
    boolean ranAny = false;
    for (int i = 0; i < threads(); i++) {
      int owner = (thread + i) % threads();
      while (runOneShard(owner)) {
        ranAny = true;
      }
    }
    return ranAny;
  }

  /** Runs one of a thread's shards; false if there is none. */
  private boolean runOneShard(int owner) {
    while (true) {
      long state = next.get(owner);
      int shard = (int) state;
      if (shard == NONE) {
        return false;
      }
      Task work = task;
      int following = shard + threads() < shards ? shard + threads() : NONE;
      if (next.compareAndSet(owner, state, state((int) (state >>> Integer.SIZE), following))) {
        run(work, shard);
        return true;
      }
    }
  }

  private static long state(int number, int shard) {
    return (long) number << Integer.SIZE | shard;
  }

  private void run(Task work, int shard) {
    try {
      if (failure.get() == null) {
        work.run(shard);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
    if (unfinished.decrementAndGet() == 0) {
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

  /** One thread. */
  private final class Worker extends Thread {
    private final int index;
    private volatile boolean ended;

    Worker(int index) {
      super("sluice-cpu-" + index);
      this.index = index;
      setDaemon(true);
    }

    void end() {
      ended = true;
      LockSupport.unpark(this);
    }

    @Override
    public void run() {
      int spins = 0;
      while (!ended) {
        if (runAvailableShards(index)) {
          spins = 0;
        } else {
          pause(spins++);
        }
      }
    }
  }
}
