package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;
import dev.sluice.device.Precision;

/**
 * The memory of a plan that its steps work in, at addresses that recorded graphs know: what one
 * step hands to the next, and the operands of its products. Passes use it one after the other; what
 * a pass keeps lies in {@link PassMemory}. N is the plan's capacity here.
 */
final class StepMemory implements AutoCloseable {
  /** {@code struct Pass}. */
  final DeviceMemory arguments;

  /** {@code [N, H]}, the running states; c is null without a cell state. */
  final DeviceMemory h;

  final DeviceMemory c;

  /** {@code [N, G*H]}: the previous state's part of the pre-activations. */
  final DeviceMemory recurrent;

  /** {@code [N, H]}: the reset h and then its gradient; null for cells without it. */
  final DeviceMemory reset;

  /** {@code [N, H]}, the running gradients; dC is null without a cell state. */
  final DeviceMemory dH;

  final DeviceMemory dC;

  /** {@code [N, G*H]}: the gradients by {@link #recurrent}. */
  final DeviceMemory dGates;

  /** Operands of the products in {@code bfloat16}; null in other precisions. */
  final DeviceMemory hRounded;

  final DeviceMemory resetRounded;
  final DeviceMemory dGatesRounded;

  /** {@code [G*H, H]}. */
  final DeviceMemory weightsRounded;

  private final Blocks blocks;

  StepMemory(CudaDevice device, Cell cell, int batch, boolean resets) {
    boolean rounds = device.precision() == Precision.BFLOAT16;
    boolean cells = cell.hasCellState();
    long state = (long) batch * cell.hiddenSize();
    long gates = state * cell.gates();
    long weights = (long) cell.gates() * cell.hiddenSize() * cell.hiddenSize();
    blocks = new Blocks(device.pool());
    try {
      arguments = blocks.bytes(PassArguments.BYTES);
      h = blocks.words(state);
      c = blocks.wordsIf(cells, state);
      recurrent = blocks.words(gates);
      reset = blocks.wordsIf(resets, state);
      dH = blocks.words(state);
      dC = blocks.wordsIf(cells, state);
      dGates = blocks.words(gates);
      hRounded = halvesIf(rounds, state);
      resetRounded = halvesIf(rounds && resets, state);
      dGatesRounded = halvesIf(rounds, gates);
      weightsRounded = halvesIf(rounds, weights);
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
