package dev.sluice.device.cuda.cudnn;

import dev.sluice.annotation.CanIgnoreReturnValue;
import dev.sluice.cell.Cell;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryPool;
import dev.sluice.device.spi.RecurrenceChecks;
import dev.sluice.resource.OpenResource;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import jcuda.jcudnn.cudnnRNNDescriptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan that runs whole sequences by cuDNN. If lengths are given, it reads them to the host
 * before it submits anything, because cuDNN needs them there. So such a pass waits for the device.
 *
 * <p>cuDNN gives access neither to the cell states nor to the gates of single timesteps. Passes
 * that ask for them are refused.
 */
public final class CudnnRecurrencePlan implements RecurrencePlan {
  private static final Logger LOG = LoggerFactory.getLogger(CudnnRecurrencePlan.class);

  private final CudaBackend device;
  private final Cudnn cudnn;
  private final Cell cell;
  private final Capacity capacity;
  private final Direction direction;
  private final Bptt bptt;
  private final CudnnDescriptors descriptors;
  private final CudnnWeights weights;
  private final MemoryPool.Block weightSpace;
  private final CudnnCell cudnnCell;
  private final OpenResource opened;
  private boolean persistent;
  private boolean closed;

  /**
   * Creates the plan.
   *
   * @throws IllegalArgumentException with the reason, if cuDNN has no such cell
   */
  public CudnnRecurrencePlan(
      CudaBackend device,
      Cudnn cudnn,
      Cell cell,
      Capacity capacity,
      Direction direction,
      Bptt bptt) {
    this.cudnnCell = CudnnCell.of(cell);
    this.device = device;
    this.cudnn = cudnn;
    this.cell = cell;
    this.capacity = capacity;
    this.direction = direction;
    this.bptt = bptt;
    try (DeviceLock held = device.lock()) {
      descriptors = new CudnnDescriptors(cudnn, cudnnCell);
      try {
        weights = new CudnnWeights(device, cudnn, cudnnCell, descriptors.standardCell());
        persistent = isServedByTheSameWeights(CudnnAlgorithm.PERSISTENT);
        weightSpace = device.pool().take(weights.bytes());
      } catch (RuntimeException | Error e) {
        descriptors.close();
        throw e;
      }
      device.keep(descriptors);
    }
    opened = OpenResource.opened("recurrence plan of", cell);
  }

  private boolean isServedByTheSameWeights(CudnnAlgorithm algorithm) {
    cudnnRNNDescriptor rnn = descriptors.cell(algorithm);
    return rnn != null && new CudnnWeights(device, cudnn, cudnnCell, rnn).isLaidOutAs(weights);
  }

  /** The algorithm of the next pass. */
  CudnnAlgorithm algorithm(boolean training, boolean sameLengths) {
    return persistent
        ? CudnnAlgorithm.of(cudnnCell, training, sameLengths)
        : CudnnAlgorithm.STANDARD;
  }

  /**
   * Notes that cuDNN has no persistent kernel for this cell, and uses the standard algorithm from
   * now on.
   */
  void withoutPersistentKernel(CudnnUnsupportedException reason) {
    LOG.info("plan cudnn: no persistent kernel: {}", reason.getMessage());
    persistent = false;
  }

  @Override
  public Cell cell() {
    return cell;
  }

  @Override
  public Capacity capacity() {
    return capacity;
  }

  /** The cuDNN library. Needs the device's lock. */
  Cudnn cudnn() {
    device.requireLocked();
    return cudnn;
  }

  CudaBackend device() {
    return device;
  }

  boolean reverse() {
    return direction == Direction.REVERSE;
  }

  /** How many timesteps gradients flow through: the length of a window. */
  int window() {
    return bptt.window();
  }

  /**
   * The descriptors of the cell and its sequences.
   *
   * @throws IllegalStateException if the plan is closed
   */
  @CanIgnoreReturnValue
  CudnnDescriptors descriptors() {
    requireOpen();
    return descriptors;
  }

  CudnnWeights weights() {
    return weights;
  }

  /** Submits the copies of the parameters into the weight space and returns it. */
  DeviceMemory weightSpace(CellParameters parameters) {
    weights.fill(parameters, weightSpace.memory());
    return weightSpace.memory();
  }

  @Override
  public RecurrencePass forward(
      Inputs inputs, CellParameters parameters, Outputs outputs, Keep keep) {
    RecurrenceChecks.forward(cell, capacity, inputs, outputs);
    refuseTrace("cells", outputs.cells());
    refuseTrace("gates", outputs.gates());
    try (DeviceLock held = device.lock()) {
      requireOpen();
      CudnnRecurrencePass pass = new CudnnRecurrencePass(this, inputs, parameters, keep);
      pass.forward(inputs, outputs);
      return pass;
    }
  }

  /** Refuses a trace that cuDNN does not give access to. */
  static void refuseTrace(String name, @Nullable Object trace) {
    if (trace != null) {
      throw new IllegalArgumentException(
          name + ": expected null, since plan cudnn gives no access to cell states and gates");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("recurrence: the plan is closed");
    }
  }

  @Override
  public void close() {
    opened.closed();
    device.giveBack(
        () -> {
          if (!closed) {
            closed = true;
            device.forget(descriptors);
            device.pool().give(weightSpace);
            descriptors.close();
          }
        });
  }
}
