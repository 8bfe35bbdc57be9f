package dev.sluice.device.cpu;

import dev.sluice.cell.Rnn;

/** The vanilla cell. */
final class RnnSteps implements CellSteps {
  private final Rnn cell;
  private final Kernels kernels;

  RnnSteps(Rnn cell, Kernels kernels) {
    this.cell = cell;
    this.kernels = kernels;
  }

  @Override
  public boolean keepsInner() {
    return false;
  }

  @Override
  public void forward(StepFrame f, PackedCell weights) {
    StepProducts.addToGates(
        kernels,
        f,
        cell.hiddenSize(),
        f.previousHidden,
        f.previousHiddenAt,
        weights.recurrent(0),
        0);
    kernels.activate(cell.activation(), f.gates, f.gatesAt, f.gateStride, f.rows, f.block);
    for (int row = 0; row < f.rows; row++) {
      System.arraycopy(
          f.gates,
          f.gatesAt + row * f.gateStride,
          f.hidden,
          f.stateAt + row * f.stateStride,
          f.block);
    }
  }

  @Override
  public void backward(StepFrame f, PackedCell weights) {
    kernels.derivative(
        cell.activation(), f.gates, f.gatesAt, f.slopes, 0, f.gateStride, f.rows, f.block);
    kernels.rnnGradients(f);
    StepProducts.toState(kernels, f, weights.recurrent(0), 0, f.dHidden, false);
  }
}
