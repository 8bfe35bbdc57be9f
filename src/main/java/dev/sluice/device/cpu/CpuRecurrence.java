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
 * The CPU's plan: the rows of the batch are dealt out to the threads, and each thread runs all
 * steps of its rows without waiting for another. Weights are packed when they changed.
 */
final class CpuRecurrence implements Recurrence {
  private final CpuDevice device;
  private final Cell cell;
  private final Capacity capacity;
  private final Direction direction;
  private final Bptt bptt;
  private final GateLayout layout;
  private final Dimensions size;
  private final InputProduct inputProduct;
  private final CellSteps steps;
  private final PackedCells forwardWeights;
  private final PackedCells backwardWeights;

  CpuRecurrence(CpuDevice device, Cell cell, Capacity capacity, Direction direction, Bptt bptt) {
    this.device = device;
    this.cell = cell;
    this.capacity = capacity;
    this.direction = direction;
    this.bptt = bptt;
    Kernels kernels = device.kernels();
    this.layout = GateLayout.of(cell);
    this.size = new Dimensions(cell, layout, kernels);
    this.inputProduct = new InputProduct(cell, kernels, layout, size);
    this.steps = CellSteps.of(cell, kernels, layout, size);
    this.forwardWeights =
        new PackedCells(() -> new PackedCell(cell, size, layout, kernels, false), device.workers());
    this.backwardWeights =
        new PackedCells(() -> new PackedCell(cell, size, layout, kernels, true), device.workers());
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

  InputProduct inputProduct() {
    return inputProduct;
  }

  CellSteps steps() {
    return steps;
  }

  PackedCells forwardWeights() {
    return forwardWeights;
  }

  PackedCells backwardWeights() {
    return backwardWeights;
  }

  @Override
  public RecurrencePass forward(
      Inputs inputs, CellParameters parameters, Outputs outputs, Keep keep) {
    int[] lengths = check(inputs, outputs);
    int timesteps = inputs.x().timesteps();
    int batch = inputs.x().batch();
    int shards = Math.max(1, Math.min(batch, device.workers().threads()));
    StepLayout[] layouts = StepLayout.deal(timesteps, batch, lengths, direction, shards);
    CpuRecurrencePass pass = new CpuRecurrencePass(this, parameters, layouts, inputs, keep);
    forwardWeights.with(parameters, weights -> pass.runForward(inputs, outputs, weights));
    return pass;
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
