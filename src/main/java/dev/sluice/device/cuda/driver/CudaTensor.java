package dev.sluice.device.cuda.driver;

import dev.sluice.device.DType;
import dev.sluice.device.Device;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A tensor in pooled device memory. Code that submits work asks for the address by {@link #input}
 * or {@link #output}, so that the version counts every write.
 */
public final class CudaTensor extends Tensor {
  private final CudaBackend device;
  private final MemoryPool.Block block;
  private volatile long version;

  /**
   * @param block at least as large as the shape needs; the tensor owns it from now on
   */
  public CudaTensor(CudaBackend device, DType dtype, Shape shape, MemoryPool.Block block) {
    super(dtype, shape);
    this.device = device;
    this.block = block;
  }

  /**
   * Casts a tensor to a tensor of this device.
   *
   * @throws IllegalArgumentException if it belongs to another device
   */
  public static CudaTensor of(Tensor tensor, CudaBackend device) {
    if (tensor instanceof CudaTensor cuda && cuda.device == device) {
      return cuda;
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "tensor: expected one of this %s, got one of %s",
            device.name(),
            tensor.device().description()));
  }

  /** The address of the values, for work that only reads them. */
  public DeviceMemory input() {
    requireOpen();
    return block.memory();
  }

  /** The address of the values, for work that writes them; counts as a write. */
  public DeviceMemory output() {
    requireOpen();
    version++;
    return block.memory();
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
    int count = require(DType.FLOAT32, source.length);
    try (DeviceLock held = device.lock()) {
      device
          .staging()
          .write(
              output(),
              count,
              (buffer, from, some) -> buffer.asFloatBuffer().put(source, from, some));
    }
  }

  @Override
  public void write(int... source) {
    int count = require(DType.INT32, source.length);
    try (DeviceLock held = device.lock()) {
      device
          .staging()
          .write(
              output(),
              count,
              (buffer, from, some) -> buffer.asIntBuffer().put(source, from, some));
    }
  }

  @Override
  public void read(float[] target) {
    int count = require(DType.FLOAT32, target.length);
    read(count, (buffer, from, some) -> buffer.asFloatBuffer().get(target, from, some));
  }

  @Override
  public void read(int[] target) {
    int count = require(DType.INT32, target.length);
    read(count, (buffer, from, some) -> buffer.asIntBuffer().get(target, from, some));
  }

  private void read(int count, StagingBuffer.Target target) {
    try (DeviceLock held = device.lock()) {
      if (count == 0) {
        return; // No copy would wait for the device, so the fault record would not have arrived.
      }
      device.faults().fetch();
      device.staging().read(input(), count, target);
      device.faults().check();
    }
  }

  /** Reads without checking the fault record, which keeps its fault for the next real read. */
  @Override
  protected String firstValues(int count) {
    StringJoiner values = new StringJoiner(", ");
    try (DeviceLock held = device.lock()) {
      device
          .staging()
          .read(
              input(),
              count,
              (buffer, from, some) -> {
                for (int i = 0; i < some; i++) {
                  values.add(
                      dtype() == DType.FLOAT32
                          ? Float.toString(buffer.getFloat(i * Float.BYTES))
                          : Integer.toString(buffer.getInt(i * Integer.BYTES)));
                }
              });
      return values.toString();
    } catch (RuntimeException e) {
      return "cannot be read, " + e.getMessage();
    }
  }

  @Override
  protected void release() {
    device.release(block);
  }

  private int require(DType expected, int count) {
    requireOpen();
    if (dtype() != expected) {
      throw new IllegalArgumentException("tensor: expected " + expected + ", got " + layout());
    }
    if (count != shape().elements()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "values: expected %d for %s, got %d",
              shape().elements(),
              layout(),
              count));
    }
    return count;
  }
}
