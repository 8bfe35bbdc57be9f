package dev.sluice.device.cpu.runtime;

import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A tensor of the CPU, in a pooled array on the heap. Kernels get the array from {@link
 * #readFloats} to read or from {@link #writeFloats} to write. The version counts the calls for
 * writing.
 */
public final class CpuTensor extends Tensor {
  private static final float[] NO_FLOATS = {};
  private static final int[] NO_INTS = {};

  private final CpuBackend device;
  private final int count;

  /** The values of a tensor of FLOAT32 that is open; empty otherwise. */
  private float[] floats;

  /** The values of a tensor of INT32 that is open; empty otherwise. */
  private int[] ints;

  private long version;

  private CpuTensor(
      CpuBackend device, DType dtype, Shape shape, int count, float[] floats, int[] ints) {
    super(dtype, shape);
    this.device = device;
    this.count = count;
    this.floats = floats;
    this.ints = ints;
  }

  /** Allocates a tensor with undefined contents. */
  public static CpuTensor allocate(CpuBackend device, DType dtype, Shape shape) {
    int count = Math.toIntExact(shape.elements());
    boolean ofFloats = dtype == DType.FLOAT32;
    float[] floats = ofFloats ? device.arrays().takeFloats(count) : NO_FLOATS;
    int[] ints = ofFloats ? NO_INTS : device.arrays().takeInts(count);
    return new CpuTensor(device, dtype, shape, count, floats, ints);
  }

  /**
   * Casts a tensor to a tensor of the CPU.
   *
   * @throws IllegalArgumentException if it belongs to another device
   */
  public static CpuTensor of(Tensor tensor) {
    if (tensor instanceof CpuTensor cpu) {
      return cpu;
    }
    throw new IllegalArgumentException(
        "tensor: expected one of the cpu device, got one of " + tensor.device().name());
  }

  /** The number of elements. The array may be longer. */
  public int count() {
    return count;
  }

  /** The array of values, for reading only. */
  public float[] readFloats() {
    requireType(DType.FLOAT32);
    return floats;
  }

  /** The array of values, for writing. Increases the version. */
  public float[] writeFloats() {
    requireType(DType.FLOAT32);
    version++;
    return floats;
  }

  /** The array of values, for reading only. */
  public int[] readInts() {
    requireType(DType.INT32);
    return ints;
  }

  /** The array of values, for writing. Increases the version. */
  public int[] writeInts() {
    requireType(DType.INT32);
    version++;
    return ints;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public void write(float... source) {
    requireCount(source.length);
    System.arraycopy(source, 0, writeFloats(), 0, count);
  }

  @Override
  public void write(int... source) {
    requireCount(source.length);
    System.arraycopy(source, 0, writeInts(), 0, count);
  }

  @Override
  public void read(float[] target) {
    requireCount(target.length);
    System.arraycopy(readFloats(), 0, target, 0, count);
  }

  @Override
  public void read(int[] target) {
    requireCount(target.length);
    System.arraycopy(readInts(), 0, target, 0, count);
  }

  @Override
  protected void release() {
    if (dtype() == DType.FLOAT32) {
      device.arrays().give(floats);
      floats = NO_FLOATS;
    } else {
      device.arrays().give(ints);
      ints = NO_INTS;
    }
    device.tensorClosed();
  }

  private void requireType(DType expected) {
    requireOpen();
    device.requireOpen();
    if (dtype() != expected) {
      throw new IllegalArgumentException("tensor: expected " + expected + ", got " + layout());
    }
  }

  @Override
  protected String firstValues(int shown) {
    StringJoiner values = new StringJoiner(", ");
    for (int i = 0; i < shown; i++) {
      values.add(dtype() == DType.FLOAT32 ? Float.toString(floats[i]) : Integer.toString(ints[i]));
    }
    return values.toString();
  }

  private void requireCount(int got) {
    if (got != count) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "values: expected %d for %s, got %d", count, layout(), got));
    }
  }
}
