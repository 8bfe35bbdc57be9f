package dev.sluice.device.cpu.recurrence;

import static dev.sluice.device.cpu.kernel.StepFrame.NONE;

import dev.sluice.cell.Cell;
import dev.sluice.cell.CellParameter;
import dev.sluice.device.cpu.kernel.ElementwiseParameters;
import dev.sluice.device.cpu.kernel.GateLayout;
import dev.sluice.device.cpu.kernel.PaddedSizes;
import dev.sluice.device.cpu.kernel.StepFrame;
import dev.sluice.device.cpu.runtime.ArrayPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one shard of a pass. Sequences are packed as {@link PackedSequenceLayout} says.
 * The buffers are reused: one pass at a time opens and closes them.
 */
public final class ShardBuffers implements AutoCloseable {
  final PaddedSizes size;
  public final StepFrame frame = new StepFrame();

  /** Null while the buffers are closed. */
  private @Nullable PackedSequenceLayout steps;

  /** The input, {@code [gate rows, I]}. */
  public float[] x = NONE;

  /** The initial h, {@code [rows, hiddenStride]}. */
  public float[] h0 = NONE;

  /** The initial c, {@code [rows, stateStride]}; empty for cells without a cell state. */
  public float[] c0 = NONE;

  private final Cell cell;
  private final ArrayPool arrays;
  private final boolean innerState;
  private final boolean projected;

  /** The number of rows of x and of gates in memory. */
  private int gateRows;

  /** The first packed row whose gates are in memory. */
  private int firstGateRow;

  private final List<float[]> taken = new ArrayList<>();

  /**
   * Creates closed buffers.
   *
   * @param innerState whether the cell keeps an inner state, see {@link StepFrame#inner}
   */
  public ShardBuffers(PaddedSizes size, ArrayPool arrays, Cell cell, boolean innerState) {
    this.size = size;
    this.arrays = arrays;
    this.cell = cell;
    this.innerState = innerState;
    this.projected = cell.parameterShapes().containsKey(CellParameter.WEIGHT_HR);
  }

  /**
   * Takes the arrays of a forward pass.
   *
   * @param gateRows the number of rows of x and of gates: all packed rows, or the rows of a chunk
   *     if there is no backward pass
   */
  public void open(PackedSequenceLayout steps, int gateRows) {
    this.steps = steps;
    this.gateRows = gateRows;
    boolean cellState = cell.hasCellState();
    x = takeGateRows(size.input);
    h0 = takeRows(size.hiddenStride);
    c0 = cellState ? takeRows(size.stateStride) : NONE;
    frame.block = size.block;
    frame.stateStride = size.stateStride;
    frame.hiddenStride = size.hiddenStride;
    frame.gateStride = size.gateStride;
    frame.gates = takeGateRows(size.gateStride);
    frame.hidden = takePackedRows(size.hiddenStride);
    frame.cell = cellState ? takePackedRows(size.stateStride) : NONE;
    frame.inner = innerState ? takePackedRows(size.stateStride) : NONE;
    prepareNorms();
    prepareZoneout();
    frame.output = projected() ? takePackedRows(size.stateStride) : frame.hidden;
  }

  /** Where the rows of each timestep are. */
  PackedSequenceLayout steps() {
    if (steps == null) {
      throw new IllegalStateException("the buffers of this shard are closed");
    }
    return steps;
  }

  /** Whether the cell has a projection. */
  boolean projected() {
    return projected;
  }

  private void prepareNorms() {
    boolean normed = cell.layerNorm();
    frame.inputProduct = normed ? takeGateRows(size.gateStride) : frame.gates;
    frame.hiddenProduct = normed ? takeGateRows(size.gateStride) : frame.gates;
    if (normed) {
      frame.inputDeviations = takeGateRows(1);
      frame.hiddenDeviations = takeGateRows(1);
    }
    if (normed && cell.hasCellState()) {
      frame.cellDeviations = takePackedRows(1);
      frame.normedCell = takePackedRows(size.stateStride);
    }
  }

  private void prepareZoneout() {
    boolean ofHidden = cell.zoneout().hidden() > 0;
    boolean ofCell = cell.zoneout().cell() > 0;
    frame.keepHidden = ofHidden ? takePackedRows(size.hiddenStride) : null;
    frame.keepCell = ofCell ? takePackedRows(size.stateStride) : null;
    frame.carriedCell = ofCell ? takePackedRows(size.stateStride) : frame.cell;
  }

  /** Takes an array from the pool; {@link #close} returns it. */
  float[] take(long length) {
    float[] array = arrays.takeFloats(length);
    taken.add(array);
    return array;
  }

  /** Takes an array of zeros from the pool; {@link #close} returns it. */
  float[] takeZeros(int length) {
    float[] array = take(length);
    Arrays.fill(array, 0, length, 0);
    return array;
  }

  private float[] takeGateRows(int stride) {
    return take((long) gateRows * stride);
  }

  private float[] takePackedRows(int stride) {
    return take((long) steps().packedRows() * stride);
  }

  private float[] takeRows(int stride) {
    return take((long) steps().rows() * stride);
  }

  /** Takes the arrays that only the backward pass needs. */
  public void prepareBackward(GateLayout layout) {
    frame.dHidden = takeRows(size.hiddenStride);
    frame.dCell = takeRows(size.stateStride);
    frame.dOutput = projected() ? takeRows(size.stateStride) : frame.dHidden;
    frame.dProjected = projected() ? takePackedRows(size.hiddenStride) : NONE;
    frame.dKeptHidden = frame.keepHidden == null ? NONE : takeRows(size.hiddenStride);
    frame.dKeptCell = frame.keepCell == null ? NONE : takeRows(size.stateStride);
    frame.derivatives = takeRows(size.gateStride);
    frame.innerDerivatives = takeRows(size.stateStride);
    frame.vectorGradients = new ElementwiseParameters(cell, layout, size, this::takeZeros);
    frame.scratch = take(size.gateStride);
  }

  /**
   * Begins a chunk at this timestep. If only the gates of one chunk are in memory, the new chunk
   * overwrites the previous one.
   */
  void beginChunk(int first) {
    PackedSequenceLayout steps = steps();
    firstGateRow = gateRows < steps.packedRows() ? steps.offset(first) : 0;
  }

  /** The first row of a timestep among the rows of x and of gates. */
  int gateRow(int step) {
    return steps().offset(step) - firstGateRow;
  }

  /** Sets the frame to a timestep and returns it. */
  public StepFrame at(int step) {
    PackedSequenceLayout steps = steps();
    int packedRow = steps.offset(step);
    boolean first = step == 0;
    int previousRow = first ? 0 : steps.offset(step - 1);
    frame.rows = steps.activeRows(step);
    frame.packedRow = packedRow;
    frame.gateRow = gateRow(step);
    frame.gatesAt = frame.gateRow * size.gateStride;
    frame.hiddenAt = packedRow * size.hiddenStride;
    frame.stateAt = packedRow * size.stateStride;
    frame.previousHidden = first ? h0 : frame.hidden;
    frame.previousHiddenAt = previousRow * size.hiddenStride;
    frame.previousCell = first ? c0 : frame.carriedCell;
    frame.previousCellAt = previousRow * size.stateStride;
    return frame;
  }

  /** Returns all arrays to the pool and lets go of them. */
  @Override
  public void close() {
    taken.forEach(arrays::give);
    taken.clear();
    steps = null;
    x = NONE;
    h0 = NONE;
    c0 = NONE;
    frame.clear();
  }
}
