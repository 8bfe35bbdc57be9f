package dev.sluice.device;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An owner of tensors and other closeable objects of one piece of work, typically one training
 * step. Closing the scope closes them in reverse order. One thread uses a scope.
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

  /** The device of this scope. */
  public Device device() {
    return device;
  }

  /** Allocates a {@code FLOAT32} tensor of these sizes with undefined contents. */
  public Tensor floats(int... sizes) {
    return own(device.allocate(DType.FLOAT32, Shape.of(sizes)));
  }

  /** Allocates a {@code FLOAT32} tensor of this shape with undefined contents. */
  public Tensor floats(Shape shape) {
    return own(device.allocate(DType.FLOAT32, shape));
  }

  /** Allocates a {@code FLOAT32} tensor of this shape and fills it with zeros. */
  public Tensor zeros(Shape shape) {
    Tensor tensor = floats(shape);
    device.elementwise().fill(tensor, 0);
    return tensor;
  }

  /** Allocates a {@code FLOAT32} tensor of these sizes and fills it with zeros. */
  public Tensor zeros(int... sizes) {
    return zeros(Shape.of(sizes));
  }

  /** Allocates an {@code INT32} tensor of these sizes with undefined contents. */
  public Tensor ints(int... sizes) {
    return own(device.allocate(DType.INT32, Shape.of(sizes)));
  }

  /**
   * Makes this scope the owner of a closeable object.
   *
   * @return the argument
   * @throws IllegalStateException if the scope is closed
   */
  public <T extends AutoCloseable> T own(T closeable) {
    if (closed) {
      throw new IllegalStateException("scope is closed");
    }
    owned.push(closeable);
    return closeable;
  }

  /**
   * Closes everything that this scope owns, the newest first. If several of them fail to close, the
   * first exception is thrown and the others are suppressed in it.
   *
   * @throws IllegalStateException if the scope is closed already
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
