package dev.sluice.device.cuda.recurrence;

import dev.sluice.cell.Cell;
import dev.sluice.device.cuda.driver.DeviceMemory;
import dev.sluice.device.cuda.operation.MatrixView;

/**
 * The gradients with respect to the pre-activations, as matrices. A pass holds them after the
 * backward pass over all steps.
 *
 * @param rows T*N
 */
record GateGradients(PassMemory pass, Cell cell, long rows) {

  /** The gradients with respect to the pre-activations of these gates, {@code [T*N, count*H]}. */
  MatrixView gates(int firstGate, int count) {
    int hidden = cell.hiddenSize();
    DeviceMemory first = pass.gates.plusFloats((long) firstGate * hidden);
    return new MatrixView(first, rows, count * hidden, cell.gates() * hidden, false);
  }

  /** The gradients with respect to the recurrent product in the pre-activations of some gates. */
  MatrixView ofState(CellSteps.RecurrentPart part) {
    return part.gradients() == CellSteps.Kept.INNER
        ? MatrixView.of(PassMemory.present(pass.inner), rows, cell.hiddenSize())
        : gates(part.firstGate(), part.gates());
  }
}
