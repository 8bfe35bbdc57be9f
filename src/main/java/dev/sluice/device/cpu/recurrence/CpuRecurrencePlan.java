package dev.sluice.device.cpu.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.device.Capacity;
import dev.sluice.device.CellParameters;
import dev.sluice.device.RecurrencePass;
import dev.sluice.device.RecurrencePlan;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.runtime.CpuBackend;
import dev.sluice.device.cpu.runtime.CpuTensor;
import dev.sluice.device.spi.RecurrenceChecks;
import dev.sluice.resource.OpenResource;
import dev.sluice.sequence.Bptt;
import dev.sluice.sequence.Direction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a recurrence on the CPU. It packs the weights again when they have changed. {@link
 * WorkPartition} says how threads share a pass.
 */
public final class CpuRecurrencePlan implements RecurrencePlan {
  /**
   * The largest batch for which threads share the columns of the products. One thread then computes
   * the gates of all rows; with more rows this costs more than the sharing gains.
   */
  private static final int MAX_ROWS_BY_COLUMNS = 4;

  private final CpuBackend device;
  private final Cell cell;
  private final Capacity capacity;
  private final Direction direction;
  private final Bptt bptt;
  private final GateLayout layout;
  private final PaddedSizes size;
  private final WorkPartition byRows;
  private final WorkPartition byColumns;
  private final ShardBufferPool shards;
  private final OpenResource opened;

  /** The layouts of the last pass without lengths. The next pass usually has the same shape. */
  private volatile @Nullable EqualRows equalRows;

  /** Layouts of rows of equal length. */
  private record EqualRows(int timesteps, int batch, PackedSequenceLayout[] layouts) {}

  /** Creates a plan; its buffers are allocated by the first pass. */
  public CpuRecurrencePlan(
      CpuBackend device, Cell cell, Capacity capacity, Direction direction, Bptt bptt) {
    this.device = device;
    this.cell = cell;
    this.capacity = capacity;
    this.direction = direction;
    this.bptt = bptt;
    Kernels kernels = device.kernels();
    this.layout = GateLayout.of(cell);
    this.size = new PaddedSizes(cell, layout, kernels);
    this.byRows = WorkPartition.byRows(device.workers(), cell, kernels, layout, size);
    this.byColumns = WorkPartition.byColumns(device.workers(), cell, kernels, layout, size);
    boolean innerState = byRows.steps().keepsInner();
    this.shards =
        new ShardBufferPool(() -> new ShardBuffers(size, device.arrays(), cell, innerState));
    this.opened = OpenResource.opened("recurrence plan of", cell);
  }

  @Override
  public Cell cell() {
    return cell;
  }

  @Override
  public Capacity capacity() {
    return capacity;
  }

  CpuBackend device() {
    return device;
  }

  Bptt bptt() {
    return bptt;
  }

  GateLayout layout() {
    return layout;
  }

  PaddedSizes size() {
    return size;
  }

  ShardBufferPool shards() {
    return shards;
  }

  @Override
  public RecurrencePass forward(
      Inputs inputs, CellParameters parameters, Outputs outputs, Keep keep) {
    int @Nullable [] lengths = check(inputs, outputs);
    int timesteps = inputs.x().timesteps();
    int batch = inputs.x().batch();
    WorkPartition partition = partition(batch);
    int shards = Math.max(1, Math.min(batch, partition.shards()));
    PackedSequenceLayout[] layouts = layouts(timesteps, batch, lengths, shards);
    CpuRecurrencePass pass =
        new CpuRecurrencePass(this, partition, parameters, layouts, inputs, keep);
    try (PackedWeightsCache.Entry packed = partition.forwardWeights().acquire(parameters)) {
      pass.runForward(inputs, outputs, packed.weights());
    } catch (RuntimeException | Error e) {
      pass.close();
      throw e;
    }
    return pass;
  }

  private PackedSequenceLayout[] layouts(
      int timesteps, int batch, int @Nullable [] lengths, int shards) {
    if (lengths != null) {
      return PackedSequenceLayout.split(timesteps, batch, lengths, direction, shards);
    }
    EqualRows last = equalRows;
    if (last == null
        || last.timesteps != timesteps
        || last.layouts.length != shards
        || last.batch != batch) {
      PackedSequenceLayout[] layouts =
          PackedSequenceLayout.split(timesteps, batch, null, direction, shards);
      last = new EqualRows(timesteps, batch, layouts);
      equalRows = last;
    }
    return last.layouts;
  }

  /**
   * Chooses how threads share a pass: by rows, except if there are no more rows than threads. Then
   * reading the weights takes longer than the arithmetic, and each thread reads only its part of
   * the columns.
   */
  private WorkPartition partition(int batch) {
    int threads = device.workers().threads();
    long step = (long) batch * size.output * size.gateStride;
    boolean few = batch <= Math.min(threads, MAX_ROWS_BY_COLUMNS);
    return threads > 1 && few && step >= MultiThreadGemm.SMALL ? byColumns : byRows;
  }

  /** Checks the arguments. Returns the lengths, or null. */
  private int @Nullable [] check(Inputs inputs, Outputs outputs) {
    RecurrenceChecks.forward(cell, capacity, inputs, outputs);
    if (inputs.lengths() == null) {
      return null;
    }
    int[] lengths = CpuTensor.of(inputs.lengths()).readInts();
    int timesteps = inputs.x().timesteps();
    for (int row = 0; row < inputs.x().batch(); row++) {
      if (lengths[row] < 0 || lengths[row] > timesteps) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "lengths[%d]: expected 0 to %d, got %d",
                row,
                timesteps,
                lengths[row]));
      }
    }
    return lengths;
  }

  @Override
  public void close() {
    // The packed weights are ordinary arrays; the garbage collector frees them.
    opened.closed();
  }
}
