package dev.sluice.device.cpu;

import dev.sluice.cell.Cell;
import dev.sluice.device.Bptt;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.DType;
import dev.sluice.device.Direction;
import dev.sluice.device.FeatureSlice;
import dev.sluice.device.Recurrence;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.Tensor;

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
    this.steps = CellSteps.of(cell, kernels);
    this.forwardWeights =
        new PackedCells(() -> new PackedCell(size, layout, kernels, false), device.workers());
    this.backwardWeights =
        new PackedCells(() -> new PackedCell(size, layout, kernels, true), device.workers());
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

  /** Checks the shapes; returns the lengths, or null. */
  private int[] check(Inputs inputs, Outputs outputs) {
    FeatureSlice x = inputs.x();
    int timesteps = x.timesteps();
    int batch = x.batch();
    int hidden = cell.hiddenSize();
    if (!capacity.holds(timesteps, batch)) {
      throw new IllegalArgumentException(
          "x: expected at most %d timesteps of %d rows, got %d of %d"
              .formatted(capacity.timesteps(), capacity.batch(), timesteps, batch));
    }
    PassChecks.slice("x", x, timesteps, batch, cell.inputSize());
    PassChecks.slice("y", outputs.y(), timesteps, batch, hidden);
    PassChecks.state("h0", inputs.h0(), batch, hidden);
    PassChecks.state("hN", outputs.hN(), batch, hidden);
    PassChecks.cellState("c0", inputs.c0(), batch, cell);
    PassChecks.cellState("cN", outputs.cN(), batch, cell);
    Tensor lengths = inputs.lengths();
    if (lengths == null) {
      return null;
    }
    lengths.require("lengths", DType.INT32, batch);
    int[] values = CpuTensor.of(lengths).readInts();
    PassChecks.lengths(values, batch, timesteps);
    return values;
  }

  @Override
  public void close() {
    // The packed weights are ordinary arrays of this plan.
  }
}
