package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;
import dev.sluice.device.Capacity;
import dev.sluice.device.DType;
import dev.sluice.device.DeviceException;
import dev.sluice.device.DeviceOptions;
import dev.sluice.device.Elementwise;
import dev.sluice.device.LossOperations;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import dev.sluice.device.Products;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.SequenceOperations;
import dev.sluice.device.Shape;
import dev.sluice.device.Tensor;
import dev.sluice.device.UpdateOperations;
import dev.sluice.device.cuda.cudnn.Cudnn;
import dev.sluice.device.cuda.cudnn.CudnnRecurrencePlan;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.CudaContext;
import dev.sluice.device.cuda.driver.CudaDriver;
import dev.sluice.device.cuda.driver.CudaStream;
import dev.sluice.device.cuda.driver.CudaTensor;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.FaultRecord;
import dev.sluice.device.cuda.driver.KernelModules;
import dev.sluice.device.cuda.driver.Launch;
import dev.sluice.device.cuda.driver.LostContextException;
import dev.sluice.device.cuda.driver.MemoryPool;
import dev.sluice.device.cuda.driver.StagingBuffer;
import dev.sluice.device.cuda.image.ComputeCapability;
import dev.sluice.device.cuda.image.KernelImages;
import dev.sluice.device.cuda.operation.Cublas;
import dev.sluice.device.cuda.operation.CudaElementwise;
import dev.sluice.device.cuda.operation.CudaLossOperations;
import dev.sluice.device.cuda.operation.CudaProducts;
import dev.sluice.device.cuda.operation.CudaSequenceOperations;
import dev.sluice.device.cuda.operation.CudaUpdateOperations;
import dev.sluice.device.cuda.operation.MatrixProducts;
import dev.sluice.device.cuda.recurrence.CudaRecurrencePlan;
import dev.sluice.device.cuda.recurrence.StepChunkRunner;
import dev.sluice.device.spi.CheckedElementwise;
import dev.sluice.device.spi.CheckedLossOperations;
import dev.sluice.device.spi.CheckedProducts;
import dev.sluice.device.spi.CheckedSequenceOperations;
import dev.sluice.device.spi.CheckedUpdateOperations;
import dev.sluice.resource.OpenResource;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One NVIDIA GPU with a stream, a memory pool and a cuBLAS handle of its own. Operations are
 * submitted to the stream and return at once; {@link Tensor#read} waits. Several threads may use
 * one such device, one at a time ({@link DeviceLock}). Threads that each open a device of their own
 * work concurrently.
 */
final class CudaDevice implements CudaBackend {
  private static final Logger LOG = LoggerFactory.getLogger(CudaDevice.class);

  /** What this device closes, the newest first. */
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  private final CudaContext context;
  private final DeviceLock lock;
  private final CudaStream stream;
  private final MemoryPool pool;
  private final StagingBuffer staging;
  private final FaultRecord faults;
  private final KernelModules modules;
  private final Launch launch;
  private final Cublas cublas;
  private final MatrixProducts matrixProducts;

  /** Null unless the plan is cuDNN. */
  private final @Nullable Cudnn cudnn;

  private final Precision precision;
  private final PlanKind plan;
  private final int stepsPerChunk;
  private final String description;
  private final OpenResource opened;
  private final AtomicLong openTensors = new AtomicLong();
  private final Products products;
  private final Elementwise elementwise = new CheckedElementwise(new CudaElementwise(this));
  private final SequenceOperations sequences =
      new CheckedSequenceOperations(new CudaSequenceOperations(this));
  private final LossOperations losses = new CheckedLossOperations(new CudaLossOperations(this));
  private final UpdateOperations updates =
      new CheckedUpdateOperations(new CudaUpdateOperations(this));

  /** Opens the GPU with the options' ordinal. The libraries must be loaded. */
  CudaDevice(DeviceOptions options) {
    this(options, StepChunkRunner.DEFAULT_STEPS);
  }

  /**
   * Opens a GPU whose recorded graphs hold another number of steps.
   *
   * @param stepsPerChunk at least 1
   */
  CudaDevice(DeviceOptions options, int stepsPerChunk) {
    this.stepsPerChunk = stepsPerChunk;
    precision = options.precision();
    plan = options.plan();
    context = own(new CudaContext(options.ordinal()));
    try {
      lock = new DeviceLock(context);
      stream = own(new CudaStream());
      pool = own(new MemoryPool(context, stream));
      staging = own(new StagingBuffer(stream));
      faults = own(new FaultRecord(stream, pool));
      ComputeCapability capability = context.gpu().computeCapability();
      modules = own(new KernelModules(new KernelImages(capability, CudaDriver.version())));
      launch = new Launch(this, stream, context.gpu().multiprocessors());
      cublas = own(new Cublas(stream, pool));
      matrixProducts = new MatrixProducts(this, cublas, precision);
      products = new CheckedProducts(new CudaProducts(this, matrixProducts));
      cudnn = plan == PlanKind.CUDNN ? own(new Cudnn(stream, precision)) : null;
      description =
          String.format(
              Locale.ROOT,
              "%s, %s, compute capability %s, %s products, plan %s",
              context.name(),
              context.gpu().model(),
              capability,
              precision,
              plan.name().toLowerCase(Locale.ROOT));
      opened = OpenResource.opened("device", description);
    } catch (RuntimeException e) {
      closeOwned();
      throw context.isRenewed() && e instanceof DeviceException failure
          ? context.beyondRepair(failure)
          : e;
    }
  }

  private <T extends AutoCloseable> T own(T part) {
    owned.push(part);
    return part;
  }

  @Override
  public <T extends AutoCloseable> T keep(T objects) {
    lock.requireHeld();
    return own(objects);
  }

  @Override
  public void forget(AutoCloseable objects) {
    lock.requireHeld();
    owned.removeFirstOccurrence(objects);
  }

  @Override
  public DeviceLock lock() {
    return lock.acquire();
  }

  @Override
  public void requireLocked() {
    lock.requireHeld();
  }

  @Override
  public MemoryPool pool() {
    lock.requireHeld();
    return pool;
  }

  @Override
  public CudaStream stream() {
    lock.requireHeld();
    return stream;
  }

  @Override
  public StagingBuffer staging() {
    lock.requireHeld();
    return staging;
  }

  @Override
  public FaultRecord faults() {
    lock.requireHeld();
    return faults;
  }

  MatrixProducts matrixProducts() {
    return matrixProducts;
  }

  /** The cuDNN library; null unless the plan is cuDNN. */
  @Nullable Cudnn cudnn() {
    lock.requireHeld();
    return cudnn;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public Launch kernel(String module, String name) {
    lock.requireHeld();
    return launch.of(name, modules.function(module, name));
  }

  @Override
  public void release(MemoryPool.Block block) {
    openTensors.decrementAndGet();
    giveBack(() -> pool.give(block));
  }

  @Override
  public void giveBack(Runnable giving) {
    try {
      lock.runUnlessClosed(giving);
    } catch (LostContextException e) {
      LOG.debug("{}: {}", name(), e.getMessage());
    }
  }

  @Override
  public String name() {
    return context.name();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Tensor allocate(DType dtype, Shape shape) {
    try (DeviceLock held = lock()) {
      long bytes = Math.max(1, shape.elements()) * Integer.BYTES;
      Tensor tensor = new CudaTensor(this, dtype, shape, pool.take(bytes));
      openTensors.incrementAndGet();
      return tensor;
    }
  }

  @Override
  public RecurrencePlan recurrence(Cell cell, Capacity capacity, Direction direction, Bptt bptt) {
    if (cudnn != null) {
      return new CudnnRecurrencePlan(this, cudnn, cell, capacity, direction, bptt);
    }
    return new CudaRecurrencePlan(
        this, matrixProducts, cell, capacity, direction, bptt, plan, stepsPerChunk);
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
    try (DeviceLock held = lock()) {
      return pool.inUse();
    }
  }

  /**
   * Frees everything. A device that has failed cannot free all of it; such failures are only
   * logged.
   */
  @Override
  public void close() {
    opened.closed();
    lock.runAndClose(
        () -> {
          try {
            context.makeCurrent();
            stream.synchronize();
          } catch (DeviceException e) {
            LOG.warn("{}: closing: {}", name(), e.getMessage());
          }
          closeOwned();
        });
  }

  private void closeOwned() {
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        LOG.debug("closing: {}", e.getMessage());
      }
    }
  }

  @Override
  public String toString() {
    return description();
  }
}
