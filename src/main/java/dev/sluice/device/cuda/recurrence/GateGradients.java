package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.operation.MatrixOperand;

/**
 * The gradients by pre-activations that a pass holds once all steps have gone back, as matrices.
 *
 * @param rows T*N
 */
record GateGradients(PassMemory pass, Cell cell, long rows) {

  /** By these gates' pre-activations. */
  MatrixOperand gates(int firstGate, int count) {
    int hidden = cell.hiddenSize();
    DeviceMemory first = pass.gates.plusFloats((long) firstGate * hidden);
    return new MatrixOperand(first, rows, count * hidden, cell.gates() * hidden, false);
  }

  /** By the state's part of some gates' pre-activations. */
  MatrixOperand ofState(CellSteps.RecurrentPart part) {
    return part.gradients() == CellSteps.Kept.INNER
        ? MatrixOperand.of(pass.inner, rows, cell.hiddenSize())
        : gates(part.firstGate(), part.gates());
  }
}
