package dev.sluice.device.cuda;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread's turn at a device: until it ends, nobody else submits work there, and the device's
 * context is the thread's own. Turns nest.
 *
 * <pre>{@code
 * try (Turn turn = device.turn()) {
 *   device.kernel("elementwise", "fill")...
 * }
 * }</pre>
 */
final class Turn implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final CudaContext context;

  Turn(CudaContext context) {
    this.context = context;
  }

  /** Waits for the turn and takes it. */
  Turn begin() {
    lock.lock();
    try {
      context.makeCurrent();
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
    return this;
  }

  /** Ends it. */
  @Override
  public void close() {
    lock.unlock();
  }
}
