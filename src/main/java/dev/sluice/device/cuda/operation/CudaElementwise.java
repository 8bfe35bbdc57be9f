package dev.sluice.device.cuda.operation;

import dev.sluice.cell.Activation;
import dev.sluice.device.Elementwise;
import dev.sluice.device.RandomStream;
import dev.sluice.device.Tensor;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.Launch;

/** {@link Elementwise} on a GPU: one kernel of elementwise.cu for each operation. */
public final class CudaElementwise implements Elementwise {
  private static final String MODULE = "elementwise";

  /** Elements that a thread processes at a time. */
  private static final int QUAD = 4;

  /** Timesteps to which a thread applies its part of a locked mask, as in elementwise.cu. */
  private static final int LOCKED_STEPS = 16;

  private final CudaBackend device;
  private final RowSums rowSums;

  public CudaElementwise(CudaBackend device) {
    this.device = device;
    rowSums = new RowSums(device);
  }

  @Override
  public void fill(Tensor target, float value) {
    long count = target.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("fill").write(target).int64(count).float32(value).over(quads(count));
    }
  }

  @Override
  public void copy(Tensor source, Tensor target) {
    submit("copy", source, target);
  }

  @Override
  public void add(Tensor source, Tensor target) {
    submit("add", source, target);
  }

  private void submit(String kernel, Tensor source, Tensor target) {
    long count = source.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel(kernel).read(source).write(target).int64(count).over(quads(count));
    }
  }

  @Override
  public void addToRows(Tensor row, Tensor target) {
    int rows = target.shape().rows();
    int columns = target.shape().columns();
    try (DeviceLock held = device.lock()) {
      kernel("add_to_rows").read(row).write(target).int64(rows).int32(columns).overWarps(rows);
    }
  }

  @Override
  public void addRowSums(Tensor source, Tensor sum) {
    try (DeviceLock held = device.lock()) {
      DeviceMemory values = CudaTensor.of(source, device).input();
      rowSums.add(
          MatrixView.of(values, source.shape().rows(), source.shape().columns()),
          CudaTensor.of(sum, device).output(),
          null);
    }
  }

  @Override
  public void activate(Activation activation, Tensor x, Tensor y) {
    long count = x.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("activate_forward")
          .activation(activation)
          .read(x)
          .write(y)
          .int64(count)
          .over(quads(count));
    }
  }

  @Override
  public void activateBackward(Activation activation, Tensor y, Tensor dY, Tensor dX) {
    long count = y.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("activate_backward")
          .activation(activation)
          .read(y)
          .read(dY)
          .write(dX)
          .int64(count)
          .over(quads(count));
    }
  }

  @Override
  public void dropout(Tensor x, float rate, RandomStream stream, Tensor y) {
    long count = x.shape().elements();
    try (DeviceLock held = device.lock()) {
      kernel("dropout")
          .read(x)
          .float32(rate)
          .float32(1 / (1 - rate))
          .random(stream)
          .write(y)
          .int64(count)
          .over(quads(count));
    }
  }

  @Override
  public void lockedDropout(Tensor x, float rate, RandomStream stream, Tensor y) {
    int timesteps = x.shape().size(0);
    long step = timesteps == 0 ? 0 : x.shape().elements() / timesteps;
    try (DeviceLock held = device.lock()) {
      kernel("locked_dropout")
          .read(x)
          .float32(rate)
          .float32(1 / (1 - rate))
          .random(stream)
          .write(y)
          .int32(timesteps)
          .int64(step)
          .over(quads(step) * chunks(timesteps));
    }
  }

  /** How many threads share the timesteps of one mask. */
  private static long chunks(int timesteps) {
    return (timesteps + LOCKED_STEPS - 1) / LOCKED_STEPS;
  }

  @Override
  public void copyColumns(
      Tensor source, int sourceOffset, Tensor target, int targetOffset, int width) {
    int rows = source.shape().rows();
    try (DeviceLock held = device.lock()) {
      kernel("copy_columns")
          .memory(CudaTensor.of(source, device).input().plusFloats(sourceOffset))
          .int32(source.shape().columns())
          .memory(CudaTensor.of(target, device).output().plusFloats(targetOffset))
          .int32(target.shape().columns())
          .int64(rows)
          .int32(width)
          .overWarps(width == 0 ? 0 : rows);
    }
  }

  private Launch kernel(String name) {
    return device.kernel(MODULE, name);
  }

  /** The number of threads for this many elements. */
  static long quads(long elements) {
    return (elements + QUAD - 1) / QUAD;
  }
}
