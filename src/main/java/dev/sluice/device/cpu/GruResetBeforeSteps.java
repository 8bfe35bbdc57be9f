package dev.sluice.device.cpu;

import dev.sluice.cell.Gru;

/** The GRU that resets before the product; blocks n, r, z. The inner state is r h. */
final class GruResetBeforeSteps implements CellSteps {
  private final Gru cell;
  private final Kernels kernels;
  private final HiddenProduct product;
  private final GruGates gates;
  private final boolean keeps;

  /**
   * @param product of r and z
   */
  GruResetBeforeSteps(Gru cell, Kernels kernels, HiddenProduct product) {
    this.cell = cell;
    this.kernels = kernels;
    this.product = product;
    this.gates = new GruGates(cell, kernels);
    this.keeps = cell.update() == Gru.Update.KEEPS;
  }

  @Override
  public boolean keepsInner() {
    return true;
  }

  @Override
  public void forward(StepFrame f, PackedCell weights) {
    product.forward(f, weights);
    gates.activateGates(f);
    kernels.gruResetBefore(f);
    addCandidateProduct(f, weights.recurrent(1));
    gates.activateCandidate(f);
    kernels.gruHidden(f, keeps);
  }

  @Override
  public void backward(StepFrame f, PackedCell weights) {
    gates.slopes(f);
    kernels.gruHiddenGradients(f, keeps);
    candidateProductGradient(f, weights.recurrent(1));
    kernels.gruResetBeforeGradients(f);
    product.backward(f, weights, true);
  }

  /** {@code n += W_hn inner}. */
  private void addCandidateProduct(StepFrame f, PackedMatrix weights) {
    kernels.multiply(
        f.rows,
        cell.hiddenSize(),
        f.inner,
        f.stateAt,
        f.stateStride,
        weights.values(),
        weights.panels(),
        f.gates,
        f.gatesAt,
        f.gateStride,
        true);
  }

  /** The gradient of inner, into innerSlopes. */
  private void candidateProductGradient(StepFrame f, PackedMatrix weights) {
    kernels.multiply(
        f.rows,
        weights.depth(),
        f.gates,
        f.gatesAt,
        f.gateStride,
        weights.values(),
        weights.panels(),
        f.innerSlopes,
        0,
        f.stateStride,
        false);
  }
}
