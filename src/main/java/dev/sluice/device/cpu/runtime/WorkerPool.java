package dev.sluice.device.cpu.runtime;

import static java.util.Objects.requireNonNull;

import dev.sluice.annotation.CanIgnoreReturnValue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that run the shards of one task at a time. Shard s of a task does the
 * same work on whatever thread it runs.
 *
 * <p>The calling thread takes part. Thread t runs the shards t, t + threads, ... first, because its
 * core's cache may hold their data. Then it runs shards that other threads have not started. A late
 * thread therefore does not delay the task; the caller waits only for shards that have started.
 *
 * <p>The caller runs all shards itself if the pool is busy with another task, from another thread
 * or from the caller itself.
 *
 * <p>Closing waits for the current shared task. No shared task starts afterwards, because closing
 * holds the same lock as a task.
 */
public final class WorkerPool implements AutoCloseable {

  /** The work of one shard. */
  @FunctionalInterface
  public interface Task {
    void run(int shard);
  }

  /** The checks of a waiting thread before it sleeps: about 20 microseconds. */
  private static final int SPINS = 2_000;

  private final ReentrantLock busy = new ReentrantLock();
  private final Worker[] workers;
  private volatile boolean closed;

  /** Marks a thread without remaining shards. */
  private static final int NONE = Integer.MAX_VALUE;

  /**
   * For each thread, the number of the task in the high 32 bits and its next own shard in the low
   * 32 bits. A thread takes a shard by a compare-and-set on this state. While a shard can be taken,
   * the task is not finished. So if the compare-and-set succeeds, the fields below, read before it,
   * belong to that task.
   */
  private final AtomicLongArray next;

  private int taskNumber;
  private @Nullable Task task;
  private int shards;

  /** The number of unfinished shards of the task. */
  private final AtomicInteger unfinished = new AtomicInteger();

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile @Nullable Thread waiter;

  /**
   * Creates a pool and starts its threads.
   *
   * @param threads the number of threads, the calling thread included; at least 1
   */
  public WorkerPool(int threads) {
    this(threads, Thread::start);
  }

  /**
   * Creates a pool with a custom way to start threads.
   *
   * @param start starts a thread; tests start some threads late, or never
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

  /** The number of threads, the calling thread included. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs shards 0 to {@code shards - 1} of the task and returns when all of them are finished. If
   * shards fail, throws the first exception.
   *
   * @throws IllegalStateException if the pool is closed
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
      requireOpen(); // another thread may have closed the pool before this one got the lock
      runShared(shards, task);
    } finally {
      busy.unlock();
    }
  }

  /**
   * Checks that the pool is open.
   *
   * @throws IllegalStateException if it is closed
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

  /** Runs the remaining shards of the task, own shards first. Returns false if there were none. */
  @CanIgnoreReturnValue
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

  /** Takes one of the shards of a thread and runs it. Returns false if there is none. */
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
        run(requireNonNull(work), shard);
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

  /** One thread of the pool. */
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
