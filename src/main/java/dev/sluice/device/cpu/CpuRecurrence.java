package dev.sluice.device.cpu;

import dev.sluice.cell.Cell;
import dev.sluice.device.Bptt;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.Direction;
import dev.sluice.device.Recurrence;
import dev.sluice.device.RecurrenceChecks;
import dev.sluice.device.RecurrencePass;

/**
 * The CPU's plan. Weights are packed when they changed; how the threads share a pass, {@link
 * Division} says.
 */
final class CpuRecurrence implements Recurrence {
  /** Of each thread. */
  private static final int MOST_ROWS_BY_COLUMNS = 1;

  /** Multiply-adds of a step. */
  private static final long WORTH_A_MEETING = 1 << 15;

  private final CpuDevice device;
  private final Cell cell;
  private final Capacity capacity;
  private final Direction direction;
  private final Bptt bptt;
  private final GateLayout layout;
  private final Dimensions size;
  private final Division byRows;
  private final Division byColumns;

  CpuRecurrence(CpuDevice device, Cell cell, Capacity capacity, Direction direction, Bptt bptt) {
    this.device = device;
    this.cell = cell;
    this.capacity = capacity;
    this.direction = direction;
    this.bptt = bptt;
    Kernels kernels = device.kernels();
    this.layout = GateLayout.of(cell);
    this.size = new Dimensions(cell, layout, kernels);
    this.byRows = Division.byRows(device.workers(), cell, kernels, layout, size);
    this.byColumns = Division.byColumns(device.workers(), cell, kernels, layout, size);
  }

  @Override
  public Cell cell() {
    return cell;
  }

  @Override
  public Capacity capacity() {
    return capacity;
  }

  CpuDevice device() {
    return device;
  }

  Bptt bptt() {
    return bptt;
  }

  GateLayout layout() {
    return layout;
  }

  Dimensions size() {
    return size;
  }

  @Override
  public RecurrencePass forward(
      Inputs inputs, CellParameters parameters, Outputs outputs, Keep keep) {
    int[] lengths = check(inputs, outputs);
    int timesteps = inputs.x().timesteps();
    int batch = inputs.x().batch();
    Division division = division(batch);
    int shards = Math.max(1, Math.min(batch, division.shards()));
    StepLayout[] layouts = StepLayout.deal(timesteps, batch, lengths, direction, shards);
    CpuRecurrencePass pass =
        new CpuRecurrencePass(this, division, parameters, layouts, inputs, keep);
    division
        .forwardWeights()
        .with(parameters, weights -> pass.runForward(inputs, outputs, weights));
    return pass;
  }

  /**
   * By rows, unless each thread had so few that reading the weights takes longer than the
   * arithmetic, and sharing the columns is worth a meeting of the threads at every step.
   */
  private Division division(int batch) {
    int threads = device.workers().threads();
    long step = (long) batch * size.output * size.gateStride;
    boolean few = batch <= MOST_ROWS_BY_COLUMNS * threads;
    return threads > 1 && few && step >= WORTH_A_MEETING ? byColumns : byRows;
  }

  /** Checks the arguments; returns the lengths, or null. */
  private int[] check(Inputs inputs, Outputs outputs) {
    RecurrenceChecks.forward(cell, capacity, inputs, outputs);
    if (inputs.lengths() == null) {
      return null;
    }
    int[] lengths = CpuTensor.of(inputs.lengths()).readInts();
    int timesteps = inputs.x().timesteps();
    for (int row = 0; row < inputs.x().batch(); row++) {
      if (lengths[row] < 0 || lengths[row] > timesteps) {
        throw new IllegalArgumentException(
            "lengths[%d]: expected 0 to %d, got %d".formatted(row, timesteps, lengths[row]));
      }
    }
    return lengths;
  }

  @Override
  public void close() {
    // The packed weights are ordinary arrays of this plan.
  }
}
