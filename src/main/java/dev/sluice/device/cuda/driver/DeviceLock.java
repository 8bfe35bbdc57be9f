package dev.sluice.device.cuda.driver;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of a device. While a thread holds it, no other thread submits work to the device, and
 * the device's context is current in that thread. The lock is reentrant. Once the device is closed,
 * nobody can acquire it any more, so nobody can use a stream or memory that was freed.
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
  private boolean deviceClosed;

  public DeviceLock(CudaContext context) {
    this.context = context;
  }

  /**
   * Waits for the lock and acquires it.
   *
   * @throws IllegalStateException if the device is closed
   */
  public DeviceLock acquire() {
    lock.lock();
    try {
      if (deviceClosed) {
        throw new IllegalStateException("the device " + context.name() + " is closed");
      }
      context.makeCurrent();
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
    return this;
  }

  /** Runs an action under the lock; does nothing if the device is closed. */
  public void runUnlessClosed(Runnable work) {
    lock.lock();
    try {
      if (!deviceClosed) {
        context.makeCurrent();
        work.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs a last action under the lock and closes it for good; does nothing the second time. */
  public void runAndClose(Runnable work) {
    lock.lock();
    try {
      if (!deviceClosed) {
        deviceClosed = true;
        work.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that the calling thread holds the lock.
   *
   * @throws IllegalStateException if it does not: another thread could close the device meanwhile
   */
  public void requireHeld() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(context.name() + " is used without its lock");
    }
  }

  /** Releases the lock. */
  @Override
  public void close() {
    lock.unlock();
  }
}
