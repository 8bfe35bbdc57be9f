package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.device.Precision;
import dev.sluice.device.cuda.driver.CudaBackend;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.driver.MemoryBlocks;

/**
 * The memory of a plan that its steps work in, at addresses that recorded graphs know: what one
 * step hands to the next, and the operands of its products. Passes use it one after the other; what
 * a pass keeps lies in {@link PassMemory}. N is the plan's capacity here. Null is what the cell or
 * the precision does not need.
 */
final class StepMemory implements AutoCloseable {
  /** {@code struct Pass}. */
  final DeviceMemory arguments;

  /** {@code [N, P]} and {@code [N, H]}, the running states. */
  final DeviceMemory h;

  final DeviceMemory c;

  /** {@code [N, G*H]}: the previous state's part of the pre-activations. */
  final DeviceMemory recurrent;

  /** {@code [N, H]}: the reset h and then its gradient. */
  final DeviceMemory reset;

  /** {@code [N, H]}: what is projected, and then its gradient. */
  final DeviceMemory m;

  /** {@code [N, P]}: what it is projected onto, and then the gradient by that. */
  final DeviceMemory projection;

  /** {@code [N, P]} and {@code [N, H]}, the running gradients. */
  final DeviceMemory dH;

  final DeviceMemory dC;

  /** {@code [N, H]}: the gradient by the new c through its norm. */
  final DeviceMemory dFresh;

  /** {@code [N, G*H]}: the gradients by {@link #recurrent}. */
  final DeviceMemory dGates;

  /** Operands of the products in {@code bfloat16}. */
  final DeviceMemory hRounded;

  final DeviceMemory resetRounded;
  final DeviceMemory mRounded;
  final DeviceMemory projectionRounded;
  final DeviceMemory dGatesRounded;

  /** {@code [G*H, P]} and {@code [P, H]}. */
  final DeviceMemory weightsRounded;

  final DeviceMemory projectionWeightsRounded;

  private final MemoryBlocks blocks;

  StepMemory(CudaBackend device, Cell cell, int batch, CellSteps steps) {
    boolean rounds = device.precision() == Precision.BFLOAT16;
    boolean cells = cell.hasCellState();
    boolean projects = steps.projects();
    long hidden = cell.hiddenSize();
    long output = cell.outputSize();
    long state = batch * hidden;
    long outputs = batch * output;
    long gates = state * cell.gates();
    blocks = new MemoryBlocks(device.pool());
    try {
      arguments = blocks.bytes(PassArguments.BYTES);
      h = blocks.words(outputs);
      c = blocks.wordsIf(cells, state);
      recurrent = blocks.words(gates);
      reset = blocks.wordsIf(steps.resets(), state);
      m = blocks.wordsIf(projects, state);
      projection = blocks.wordsIf(projects, outputs);
      dH = blocks.words(outputs);
      dC = blocks.wordsIf(cells, state);
      dFresh = blocks.wordsIf(cells && cell.layerNorm(), state);
      dGates = blocks.words(gates);
      hRounded = halvesIf(rounds, outputs);
      resetRounded = halvesIf(rounds && steps.resets(), state);
      mRounded = halvesIf(rounds && projects, state);
      projectionRounded = halvesIf(rounds && projects, outputs);
      dGatesRounded = halvesIf(rounds, gates);
      weightsRounded = halvesIf(rounds, cell.gates() * hidden * output);
      projectionWeightsRounded = halvesIf(rounds && projects, output * hidden);
    } catch (RuntimeException | Error e) {
      blocks.close();
      throw e;
    }
  }

  private DeviceMemory halvesIf(boolean needed, long count) {
    return needed ? blocks.bytes(count * Short.BYTES) : null;
  }

  @Override
  public void close() {
    blocks.close();
  }
}
