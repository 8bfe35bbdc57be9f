package dev.sluice.device.cpu;

import dev.sluice.cell.Gru;

/** The GRU that resets before the product; blocks n, r, z. The inner state is r h. */
final class GruResetBeforeSteps implements CellSteps {
  private final Gru cell;
  private final Kernels kernels;
  private final boolean keeps;

  GruResetBeforeSteps(Gru cell, Kernels kernels) {
    this.cell = cell;
    this.kernels = kernels;
    this.keeps = cell.update() == Gru.Update.KEEPS;
  }

  @Override
  public boolean keepsInner() {
    return true;
  }

  @Override
  public void forward(StepFrame f, PackedCell weights) {
    int hidden = cell.hiddenSize();
    StepProducts.addToGates(
        kernels, f, hidden, f.previousHidden, f.previousHiddenAt, weights.recurrent(0), 1);
    kernels.activate(
        cell.gateActivation(), f.gates, f.gatesAt + f.block, f.gateStride, f.rows, 2 * f.block);
    kernels.gruResetBefore(f);
    StepProducts.addToGates(kernels, f, hidden, f.inner, f.stateAt, weights.recurrent(1), 0);
    kernels.activate(cell.candidateActivation(), f.gates, f.gatesAt, f.gateStride, f.rows, f.block);
    kernels.gruHidden(f, keeps);
  }

  @Override
  public void backward(StepFrame f, PackedCell weights) {
    GruSlopes.compute(cell, kernels, f);
    kernels.gruHiddenGradients(f, keeps);
    StepProducts.toState(kernels, f, weights.recurrent(1), 0, f.innerSlopes, false);
    kernels.gruResetBeforeGradients(f);
    StepProducts.toState(kernels, f, weights.recurrent(0), 1, f.dHidden, true);
  }
}
