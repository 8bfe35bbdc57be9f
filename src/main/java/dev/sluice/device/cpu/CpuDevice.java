package dev.sluice.device.cpu;

import dev.sluice.cell.Cell;
import dev.sluice.device.Capacity;
import dev.sluice.device.DType;
import dev.sluice.device.Elementwise;
import dev.sluice.device.LossOperations;
import dev.sluice.device.Products;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.SequenceOperations;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.device.UpdateOperations;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.operation.CpuElementwise;
import dev.sluice.device.cpu.operation.CpuLossOperations;
import dev.sluice.device.cpu.operation.CpuProducts;
import dev.sluice.device.cpu.operation.CpuSequenceOperations;
import dev.sluice.device.cpu.operation.CpuUpdateOperations;
import dev.sluice.device.cpu.recurrence.CpuRecurrencePlan;
import dev.sluice.device.cpu.runtime.ArrayPool;
import dev.sluice.device.cpu.runtime.CpuBackend;
import dev.sluice.device.cpu.runtime.CpuTensor;
import dev.sluice.device.cpu.runtime.WorkerPool;
import dev.sluice.device.spi.CheckedElementwise;
import dev.sluice.device.spi.CheckedLossOperations;
import dev.sluice.device.spi.CheckedProducts;
import dev.sluice.device.spi.CheckedSequenceOperations;
import dev.sluice.device.spi.CheckedUpdateOperations;
import dev.sluice.resource.OpenResource;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The CPU as a device, with its own thread pool and array pool. Every operation is finished when
 * its method returns. Once the device is closed, {@link CpuTensor} gives no access to values, so
 * every operation on its tensors fails.
 */
public final class CpuDevice implements CpuBackend {
  private final ArrayPool arrays = new ArrayPool();
  private final AtomicLong openTensors = new AtomicLong();
  private final WorkerPool workers;
  private final Kernels kernels = KernelChoice.best();
  private final Products products = new CheckedProducts(new CpuProducts(this));
  private final Elementwise elementwise;
  private final SequenceOperations sequences;
  private final LossOperations losses;
  private final UpdateOperations updates;
  private final OpenResource opened;

  /**
   * Creates a device.
   *
   * @param threads the number of threads, the calling thread included; at least 1
   */
  public CpuDevice(int threads) {
    workers = new WorkerPool(threads);
    elementwise = new CheckedElementwise(new CpuElementwise(this));
    sequences = new CheckedSequenceOperations(new CpuSequenceOperations(this));
    losses = new CheckedLossOperations(new CpuLossOperations(this));
    updates = new CheckedUpdateOperations(new CpuUpdateOperations(this));
    opened = OpenResource.opened("device", name());
  }

  @Override
  public ArrayPool arrays() {
    return arrays;
  }

  @Override
  public WorkerPool workers() {
    return workers;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void requireOpen() {
    workers.requireOpen();
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "cpu, %d thread%s, %s",
        workers.threads(),
        workers.threads() == 1 ? "" : "s",
        kernels.description());
  }

  @Override
  public Tensor allocate(DType dtype, Shape shape) {
    requireOpen();
    Tensor tensor = CpuTensor.allocate(this, dtype, shape);
    openTensors.incrementAndGet();
    return tensor;
  }

  @Override
  public void tensorClosed() {
    openTensors.decrementAndGet();
  }

  @Override
  public RecurrencePlan recurrence(Cell cell, Capacity capacity, Direction direction, Bptt bptt) {
    requireOpen();
    return new CpuRecurrencePlan(this, cell, capacity, direction, bptt);
  }

  @Override
  public Products products() {
    return products;
  }

  @Override
  public Elementwise elementwise() {
    return elementwise;
  }

  @Override
  public SequenceOperations sequences() {
    return sequences;
  }

  @Override
  public LossOperations losses() {
    return losses;
  }

  @Override
  public UpdateOperations updates() {
    return updates;
  }

  @Override
  public long openTensors() {
    return openTensors.get();
  }

  @Override
  public long bytesInUse() {
    requireOpen();
    return arrays.bytesInUse();
  }

  @Override
  public void close() {
    workers.close();
    opened.closed();
  }

  @Override
  public String toString() {
    return description();
  }
}
