package dev.sluice.device;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owns what is made during one piece of work, typically a training step, and closes all of it in
 * reverse order. Used by one thread.
 *
 * <pre>{@code
 * try (Scope scope = device.scope()) {
 *   Tensor hidden = scope.floats(t, n, h);
 *   ...
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
  private final Device device;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private boolean closed;

  Scope(Device device) {
    this.device = device;
  }

  /** The device whose memory this scope allocates. */
  public Device device() {
    return device;
  }

  /** A new {@code FLOAT32} tensor of these sizes; its contents are undefined. */
  public Tensor floats(int... sizes) {
    return own(device.allocate(DType.FLOAT32, Shape.of(sizes)));
  }

  /** A new {@code FLOAT32} tensor of this shape; its contents are undefined. */
  public Tensor floats(Shape shape) {
    return own(device.allocate(DType.FLOAT32, shape));
  }

  /** A new {@code FLOAT32} tensor of this shape, filled with zeros. */
  public Tensor zeros(Shape shape) {
    Tensor tensor = floats(shape);
    device.elementwise().fill(tensor, 0);
    return tensor;
  }

  /** A new {@code FLOAT32} tensor of these sizes, filled with zeros. */
  public Tensor zeros(int... sizes) {
    return zeros(Shape.of(sizes));
  }

  /** A new {@code INT32} tensor of these sizes; its contents are undefined. */
  public Tensor ints(int... sizes) {
    return own(device.allocate(DType.INT32, Shape.of(sizes)));
  }

  /**
   * Makes this scope the owner of something closeable.
   *
   * @return the argument
   */
  public <T extends AutoCloseable> T own(T closeable) {
    if (closed) {
      throw new IllegalStateException("scope is closed");
    }
    owned.push(closeable);
    return closeable;
  }

  /**
   * Closes everything it owns, the newest first. If several closings fail, the first failure is
   * thrown with the others suppressed in it.
   *
   * @throws IllegalStateException if it was closed before
   */
  @Override
  public void close() {
    if (closed) {
      throw new IllegalStateException("scope is closed");
    }
    closed = true;
    RuntimeException failure = null;
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = e instanceof RuntimeException r ? r : new IllegalStateException(e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
