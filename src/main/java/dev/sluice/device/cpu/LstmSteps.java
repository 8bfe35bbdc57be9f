package dev.sluice.device.cpu;

import dev.sluice.cell.Activation;
import dev.sluice.cell.Lstm;

/** The LSTM; blocks i, f, o, g. The inner state is the activated cell state. */
final class LstmSteps implements CellSteps {
  private final Lstm cell;
  private final Kernels kernels;

  LstmSteps(Lstm cell, Kernels kernels) {
    this.cell = cell;
    this.kernels = kernels;
  }

  @Override
  public boolean keepsInner() {
    return true;
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
    int at = f.gatesAt;
    int block = f.block;
    kernels.activate(cell.gateActivation(), f.gates, at, f.gateStride, f.rows, 3 * block);
    kernels.activate(
        cell.candidateActivation(), f.gates, at + 3 * block, f.gateStride, f.rows, block);
    kernels.lstmCell(f);
    kernels.activate(cell.outputActivation(), f.inner, f.stateAt, f.stateStride, f.rows, block);
    kernels.lstmHidden(f);
  }

  @Override
  public void backward(StepFrame f, PackedCell weights) {
    slopes(f, cell.gateActivation(), 0, 3);
    slopes(f, cell.candidateActivation(), 3, 1);
    kernels.derivative(
        cell.outputActivation(),
        f.inner,
        f.stateAt,
        f.innerSlopes,
        0,
        f.stateStride,
        f.rows,
        f.block);
    kernels.lstmGradients(f);
    StepProducts.toState(kernels, f, weights.recurrent(0), 0, f.dHidden, false);
  }

  private void slopes(StepFrame f, Activation activation, int firstBlock, int blocks) {
    int from = firstBlock * f.block;
    kernels.derivative(
        activation,
        f.gates,
        f.gatesAt + from,
        f.slopes,
        from,
        f.gateStride,
        f.rows,
        blocks * f.block);
  }
}
