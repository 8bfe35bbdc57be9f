package dev.sluice.device.cuda.driver;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread's turn at a device: until it ends, nobody else submits work there, and the device's
 * context is the thread's own. Turns nest. After the last turn, in which the device is closed,
 * there is none any more: nobody can meet a stream or memory that was freed.
 *
 * <pre>{@code
 * try (DeviceLock held = device.lock()) {
 *   device.kernel("elementwise", "fill")...
 * }
 * }</pre>
 */
public final class DeviceLock implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final CudaContext context;
  private boolean ended;

  public DeviceLock(CudaContext context) {
    this.context = context;
  }

  /**
   * Waits for the turn and takes it.
   *
   * @throws IllegalStateException if the device is closed
   */
  public DeviceLock begin() {
    lock.lock();
    try {
      if (ended) {
        throw new IllegalStateException("the device " + context.name() + " is closed");
      }
      context.makeCurrent();
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
    return this;
  }

  /** Runs something in a turn of its own, or nothing if the device is closed. */
  public void runUnlessEnded(Runnable work) {
    lock.lock();
    try {
      if (!ended) {
        context.makeCurrent();
        work.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs something in a turn after which nobody gets another; nothing if that was done before. */
  public void runLast(Runnable work) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        work.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that it is the calling thread's turn.
   *
   * @throws IllegalStateException if it is not: without one the device may be closed meanwhile
   */
  public void requireMine() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(context.name() + " is used without a turn");
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    lock.unlock();
  }
}
