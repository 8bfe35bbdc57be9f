package dev.sluice.device;

import java.util.Arrays;
import java.util.Locale;

/**
 * Memory on a device with a shape and an element type; row-major. A tensor is owned by exactly one
 * party, which closes it once: a {@link Scope}, a layer, a plan. Using or closing a closed tensor
 * throws.
 *
 * <p>Not thread-safe for writing. Concurrent reading is safe.
 */
public abstract class Tensor implements AutoCloseable {
  /** Values that {@link #toString} shows. */
  private static final int SHOWN = 6;

  private final DType dtype;
  private final Shape shape;
  private boolean closed;

  /** For backends. */
  protected Tensor(DType dtype, Shape shape) {
    this.dtype = dtype;
    this.shape = shape;
  }

  /** The device whose memory this is. */
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
   * A number that grows at every write, by whatever operation: two equal versions mean equal
   * contents. Backends use it to keep derived forms of weights.
   */
  public abstract long version();

  /**
   * Copies host values into this tensor.
   *
   * @param source exactly as many values as this tensor has elements
   * @throws IllegalArgumentException if the number of values differs or this is not {@code FLOAT32}
   */
  public abstract void write(float... source);

  /**
   * Copies host values into this tensor.
   *
   * @param source exactly as many values as this tensor has elements
   * @throws IllegalArgumentException if the number of values differs or this is not {@code INT32}
   */
  public abstract void write(int... source);

  /**
   * Copies this tensor's values to the host, waiting for the device where needed.
   *
   * @param target exactly as many places as this tensor has elements
   * @throws IllegalArgumentException if the number of places differs or this is not {@code FLOAT32}
   */
  public abstract void read(float[] target);

  /**
   * Copies this tensor's values to the host, waiting for the device where needed.
   *
   * @param target exactly as many places as this tensor has elements
   * @throws IllegalArgumentException if the number of places differs or this is not {@code INT32}
   */
  public abstract void read(int[] target);

  /** The values as a new array; {@code FLOAT32} only. */
  public final float[] floats() {
    float[] values = new float[Math.toIntExact(shape.elements())];
    read(values);
    return values;
  }

  /** The values as a new array; {@code INT32} only. */
  public final int[] ints() {
    int[] values = new int[Math.toIntExact(shape.elements())];
    read(values);
    return values;
  }

  /**
   * Gives the memory back to the device.
   *
   * @throws IllegalStateException if it was closed before
   */
  @Override
  public final void close() {
    requireOpen();
    closed = true;
    release();
  }

  /** Gives the memory back; called once. */
  protected abstract void release();

  /** Throws an {@link IllegalStateException} if this tensor was closed. */
  protected final void requireOpen() {
    if (closed) {
      throw new IllegalStateException("tensor " + layout() + " is closed");
    }
  }

  /**
   * Checks an argument of an operation.
   *
   * @param name the argument's name, for the message
   * @param expectedType the element type it must have
   * @param expectedSizes the sizes it must have; -1 stands for any size
   * @return this
   * @throws IllegalArgumentException naming the argument, what was expected and what came
   */
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

  /** The same for a matrix, without an array of sizes: runs of a single step ask this often. */
  public final Tensor require(String name, DType expectedType, int rows, int columns) {
    boolean fits = dtype == expectedType && shape.rank() == 2 && fits(0, rows) && fits(1, columns);
    if (fits) {
      requireOpen();
      return this;
    }
    return require(name, expectedType, new int[] {rows, columns});
  }

  /** The same for a sequence. */
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

  /** Element type and shape, for messages: {@code FLOAT32 [2, 3]}. */
  public final String layout() {
    return dtype + " " + shape;
  }

  /**
   * The first values as text, for {@link #toString}: never throws, and changes nothing that the
   * device reports later.
   *
   * @param count 1 to the number of elements
   */
  protected abstract String firstValues(int count);

  /**
   * Layout and first values, for people: {@code FLOAT32 [2, 3]: 0.5, 1.0, 0.0, 2.5, ...}. It may
   * wait for the device and never throws. Messages use {@link #layout}.
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
