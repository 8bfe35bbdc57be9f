package dev.sluice.device;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.resource.OpenResource;
import java.util.Arrays;
import java.util.Locale;

/**
 * An array on a device with a shape and an element type; row-major. Exactly one owner closes a
 * tensor, once: a {@link Scope}, a layer or a plan. Using or closing a closed tensor throws an
 * {@link IllegalStateException}.
 *
 * <p>Concurrent reads are safe. Writes are not thread-safe.
 */
public abstract class Tensor implements AutoCloseable {
  /** The number of values that {@link #toString} shows. */
  private static final int SHOWN = 6;

  private final DType dtype;
  private final Shape shape;
  private final OpenResource opened;
  private boolean closed;

  /** Creates a tensor; for backends. */
  protected Tensor(DType dtype, Shape shape) {
    this.dtype = dtype;
    this.shape = shape;
    this.opened = OpenResource.opened("tensor", shape);
  }

  /** The device of this tensor. */
  public abstract Device device();

  /** The element type. */
  public final DType dtype() {
    return dtype;
  }

  /** The sizes of the dimensions. */
  public final Shape shape() {
    return shape;
  }

  /**
   * The version of the contents: every write increases it, whatever the operation. Equal versions
   * mean equal contents. Backends use the version to cache packed weights.
   */
  public abstract long version();

  /**
   * Copies host values into this tensor.
   *
   * @param source as many values as this tensor has elements
   * @throws IllegalArgumentException if the number of values is wrong or this tensor is not {@code
   *     FLOAT32}
   */
  public abstract void write(float... source);

  /**
   * Copies host values into this tensor.
   *
   * @param source as many values as this tensor has elements
   * @throws IllegalArgumentException if the number of values is wrong or this tensor is not {@code
   *     INT32}
   */
  public abstract void write(int... source);

  /**
   * Copies the values of this tensor to the host. Waits for the device if needed.
   *
   * @param target an array with as many elements as this tensor
   * @throws IllegalArgumentException if the length is wrong or this tensor is not {@code FLOAT32}
   */
  public abstract void read(float[] target);

  /**
   * Copies the values of this tensor to the host. Waits for the device if needed.
   *
   * @param target an array with as many elements as this tensor
   * @throws IllegalArgumentException if the length is wrong or this tensor is not {@code INT32}
   */
  public abstract void read(int[] target);

  /** Copies the values to a new array; {@code FLOAT32} only. */
  public final float[] floats() {
    float[] values = new float[Math.toIntExact(shape.elements())];
    read(values);
    return values;
  }

  /** Copies the values to a new array; {@code INT32} only. */
  public final int[] ints() {
    int[] values = new int[Math.toIntExact(shape.elements())];
    read(values);
    return values;
  }

  /**
   * Frees the memory.
   *
   * @throws IllegalStateException if the tensor is closed already
   */
  @Override
  public final void close() {
    requireOpen();
    closed = true;
    opened.closed();
    release();
  }

  /** Frees the memory; called once, by {@link #close}. */
  protected abstract void release();

  /** Throws an {@link IllegalStateException} if this tensor is closed. */
  protected final void requireOpen() {
    if (closed) {
      throw new IllegalStateException("tensor " + layout() + " is closed");
    }
  }

  /**
   * Checks that this tensor is open and has an element type and a shape.
   *
   * @param name the name of the argument, for the message
   * @param expectedType the required element type
   * @param expectedSizes the required sizes; -1 allows any size
   * @return this
   * @throws IllegalArgumentException if the type or the shape differs; the message names the
   *     argument, the expected and the actual value
   */
  @CanIgnoreReturnValue
  public final Tensor require(String name, DType expectedType, int... expectedSizes) {
    requireOpen();
    boolean fits = dtype == expectedType && shape.rank() == expectedSizes.length;
    for (int i = 0; fits && i < expectedSizes.length; i++) {
      fits = expectedSizes[i] < 0 || expectedSizes[i] == shape.size(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected %s %s, got %s %s",
              name,
              expectedType,
              Arrays.toString(expectedSizes).replace("-1", "any"),
              dtype,
              shape));
    }
    return this;
  }

  /**
   * Checks a matrix in the same way, without allocating an array of sizes. Streaming inference
   * calls this at every timestep.
   */
  @CanIgnoreReturnValue
  public final Tensor require(String name, DType expectedType, int rows, int columns) {
    boolean fits = dtype == expectedType && shape.rank() == 2 && fits(0, rows) && fits(1, columns);
    if (fits) {
      requireOpen();
      return this;
    }
    return require(name, expectedType, new int[] {rows, columns});
  }

  /** Checks a sequence {@code [timesteps, batch, features]} in the same way. */
  @CanIgnoreReturnValue
  public final Tensor require(
      String name, DType expectedType, int timesteps, int batch, int features) {
    boolean fits =
        dtype == expectedType
            && shape.rank() == 3
            && fits(0, timesteps)
            && fits(1, batch)
            && fits(2, features);
    if (fits) {
      requireOpen();
      return this;
    }
    return require(name, expectedType, new int[] {timesteps, batch, features});
  }

  private boolean fits(int dimension, int expected) {
    return expected < 0 || expected == shape.size(dimension);
  }

  /** The element type and the shape, for messages: {@code FLOAT32 [2, 3]}. */
  public final String layout() {
    return dtype + " " + shape;
  }

  /**
   * The first values as text, for {@link #toString}. It never throws, and it does not change the
   * errors that the device reports later.
   *
   * @param count from 1 to the number of elements
   */
  protected abstract String firstValues(int count);

  /**
   * The layout and the first values, for people: {@code FLOAT32 [2, 3]: 0.5, 1.0, 0.0, 2.5, ...}.
   * It may wait for the device and never throws. Messages of exceptions use {@link #layout}.
   */
  @Override
  public final String toString() {
    if (closed) {
      return layout() + " (closed)";
    }
    long elements = shape.elements();
    if (elements == 0) {
      return layout();
    }
    String values = firstValues((int) Math.min(SHOWN, elements));
    return layout() + ": " + values + (elements > SHOWN ? ", ..." : "");
  }
}
