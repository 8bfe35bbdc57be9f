package dev.sluice.device.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * The buffers of one shard of a pass. Sequences are packed as {@link StepLayout} says; states have
 * rows {@link Dimensions#stateStride} apart.
 */
final class Shard implements AutoCloseable {
  final StepLayout steps;
  final Dimensions size;
  final StepFrame frame = new StepFrame();

  /** {@code [tokens, I]}. */
  final float[] x;

  /** {@code [rows, stateStride]}, the initial states. */
  final float[] h0;

  final float[] c0;

  private final ArrayPool arrays;
  private final List<float[]> taken = new ArrayList<>();

  /**
   * @param cellState whether the cell carries c
   * @param innerState whether the cell keeps a third state, see {@link StepFrame#inner}
   */
  Shard(
      StepLayout steps, Dimensions size, ArrayPool arrays, boolean cellState, boolean innerState) {
    this.steps = steps;
    this.size = size;
    this.arrays = arrays;
    long tokens = steps.tokens();
    long states = tokens * size.stateStride;
    long rowStates = (long) steps.rows() * size.stateStride;
    x = take(tokens * size.input);
    h0 = take(rowStates);
    c0 = cellState ? take(rowStates) : null;
    frame.block = size.block;
    frame.stateStride = size.stateStride;
    frame.gateStride = size.gateStride;
    frame.gates = take(tokens * size.gateStride);
    frame.hidden = take(states);
    frame.cell = cellState ? take(states) : null;
    frame.inner = innerState ? take(states) : null;
  }

  /** An array that lives as long as this shard. */
  float[] take(long length) {
    float[] array = arrays.takeFloats(length);
    taken.add(array);
    return array;
  }

  /** Takes what only the way back needs. */
  void prepareBackward() {
    long rowStates = (long) steps.rows() * size.stateStride;
    frame.dHidden = take(rowStates);
    frame.dCell = take(rowStates);
    frame.slopes = take((long) steps.rows() * size.gateStride);
    frame.innerSlopes = take(rowStates);
  }

  /** Points the frame at a step. */
  StepFrame at(int step) {
    int packedRow = steps.offset(step);
    boolean first = step == 0;
    int previousRow = first ? 0 : steps.offset(step - 1);
    frame.rows = steps.live(step);
    frame.gatesAt = packedRow * size.gateStride;
    frame.stateAt = packedRow * size.stateStride;
    frame.previousHidden = first ? h0 : frame.hidden;
    frame.previousHiddenAt = previousRow * size.stateStride;
    frame.previousCell = first ? c0 : frame.cell;
    frame.previousCellAt = previousRow * size.stateStride;
    return frame;
  }

  @Override
  public void close() {
    taken.forEach(arrays::give);
    taken.clear();
  }
}
