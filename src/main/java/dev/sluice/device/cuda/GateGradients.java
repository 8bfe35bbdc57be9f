package dev.sluice.device.cuda;

import dev.sluice.cell.Cell;

/**
 * The gradients by pre-activations that a pass holds once all steps have gone back, as matrices.
 *
 * @param rows T*N
 */
record GateGradients(PassMemory pass, Cell cell, long rows) {

  /** By these gates' pre-activations. */
  Matrix gates(int firstGate, int count) {
    int hidden = cell.hiddenSize();
    DeviceMemory first = pass.gates.plusFloats((long) firstGate * hidden);
    return new Matrix(first, rows, count * hidden, cell.gates() * hidden, false);
  }

  /** By the state's part of some gates' pre-activations. */
  Matrix ofState(CellSteps.RecurrentPart part) {
    return part.gradients() == CellSteps.Kept.INNER
        ? Matrix.of(pass.inner, rows, cell.hiddenSize())
        : gates(part.firstGate(), part.gates());
  }
}
