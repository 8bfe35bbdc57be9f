package dev.sluice.device.cpu;

import dev.sluice.cell.Gru;

/** The GRU that resets after the product; blocks n, r, z, and q = W_hn h + b_hn. */
final class GruResetAfterSteps implements CellSteps {
  private final Gru cell;
  private final Kernels kernels;
  private final boolean keeps;

  GruResetAfterSteps(Gru cell, Kernels kernels) {
    this.cell = cell;
    this.kernels = kernels;
    this.keeps = cell.update() == Gru.Update.KEEPS;
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
        1);
    kernels.activate(
        cell.gateActivation(), f.gates, f.gatesAt + f.block, f.gateStride, f.rows, 2 * f.block);
    kernels.gruResetAfter(f);
    kernels.activate(cell.candidateActivation(), f.gates, f.gatesAt, f.gateStride, f.rows, f.block);
    kernels.gruHidden(f, keeps);
  }

  @Override
  public void backward(StepFrame f, PackedCell weights) {
    GruSlopes.compute(cell, kernels, f);
    kernels.gruHiddenGradients(f, keeps);
    kernels.gruResetAfterGradients(f);
    StepProducts.toState(kernels, f, weights.recurrent(0), 1, f.dHidden, true);
  }
}
