package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.PlanKind;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceLock;
import dev.sluice.device.cuda.operation.MatrixProducts;
import dev.sluice.device.spi.RecurrenceChecks;
import dev.sluice.resource.OpenResource;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Locale;

/**
 * The plan of a recurrence on a GPU: cuBLAS products and a few kernels for each step, submitted one
 * by one or as recorded graphs. Both ways give the same bits. Work on which no step depends is done
 * for all steps at once. A length outside of 0 to T counts as 0, and the next {@link
 * dev.sluice.device.Tensor#read} reports it.
 */
public final class CudaRecurrencePlan implements RecurrencePlan {
  private final CudaBackend device;
  private final MatrixProducts products;
  private final Cell cell;
  private final Capacity capacity;
  private final Direction direction;
  private final Bptt bptt;
  private final CellSteps steps;
  private final StepWorkspace workspace;
  private final StepChunkRunner chunkRunner;
  private final OpenResource opened;
  private boolean closed;

  /**
   * @param stepsPerChunk how many timesteps a recorded graph holds
   */
  public CudaRecurrencePlan(
      CudaBackend device,
      MatrixProducts products,
      Cell cell,
      Capacity capacity,
      Direction direction,
      Bptt bptt,
      PlanKind plan,
      int stepsPerChunk) {
    int units = Math.max(cell.hiddenSize(), cell.outputSize());
    if ((long) capacity.batch() * units > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "capacity: expected fewer than 2^31 hidden units in all rows, got %d rows of %d",
              capacity.batch(),
              units));
    }
    this.device = device;
    this.products = products;
    this.cell = cell;
    this.capacity = capacity;
    this.direction = direction;
    this.bptt = bptt;
    steps = CellSteps.of(cell);
    try (DeviceLock held = device.lock()) {
      workspace = new StepWorkspace(device, cell, capacity.batch(), steps);
      chunkRunner = device.keep(new StepChunkRunner(device.stream(), plan, stepsPerChunk));
    }
    opened = OpenResource.opened("recurrence plan of", cell);
  }

  @Override
  public Cell cell() {
    return cell;
  }

  @Override
  public Capacity capacity() {
    return capacity;
  }

  CudaBackend device() {
    return device;
  }

  public MatrixProducts products() {
    return products;
  }

  Bptt bptt() {
    return bptt;
  }

  boolean reverse() {
    return direction == Direction.REVERSE;
  }

  CellSteps steps() {
    return steps;
  }

  /**
   * The working memory of the steps.
   *
   * @throws IllegalStateException if the plan is closed
   */
  public StepWorkspace workspace() {
    requireOpen();
    return workspace;
  }

  public StepChunkRunner chunkRunner() {
    return chunkRunner;
  }

  @Override
  public RecurrencePass forward(
      Inputs inputs, CellParameters parameters, Outputs outputs, Keep keep) {
    RecurrenceChecks.forward(cell, capacity, inputs, outputs);
    try (DeviceLock held = device.lock()) {
      requireOpen();
      CudaRecurrencePass pass = new CudaRecurrencePass(this, inputs, parameters, outputs, keep);
      pass.forward(inputs, outputs);
      return pass;
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
            device.forget(chunkRunner);
            chunkRunner.close();
            workspace.close();
          }
        });
  }
}
