package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Gru;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.PackedMatrix;
import dev.sluice.device.cpu.kernel.StepFrame;
import java.util.Set;

/** Timesteps of a GRU with the reset before the product; blocks n, r, z. The inner state is r h. */
final class GruResetBeforeSteps implements CellSteps {
  private final Kernels kernels;
  private final PackedGemm gemm;
  private final HiddenProduct product;
  private final GruActivations gates;
  private final boolean keeps;

  /**
   * Creates the timesteps of a cell.
   *
   * @param product the product of r and z
   */
  GruResetBeforeSteps(Gru cell, Kernels kernels, PackedGemm gemm, HiddenProduct product) {
    this.kernels = kernels;
    this.gemm = gemm;
    this.product = product;
    this.gates = new GruActivations(cell, kernels);
    this.keeps = cell.update() == Gru.Update.KEEPS;
  }

  @Override
  public Set<String> options() {
    return GruActivations.OPTIONS;
  }

  @Override
  public boolean keepsInner() {
    return true;
  }

  @Override
  public void forward(StepFrame f, PackedWeights weights) {
    product.forward(f, weights);
    gates.activateGates(f);
    kernels.gruResetBefore(f);
    addCandidateProduct(f, weights.recurrent(1));
    gates.activateCandidate(f);
    kernels.gruHidden(f, keeps);
  }

  @Override
  public void backward(StepFrame f, PackedWeights weights) {
    gates.derivatives(f);
    kernels.gruHiddenGradients(f, keeps);
    candidateProductGradient(f, weights.recurrent(1));
    kernels.gruResetBeforeGradients(f);
    product.backward(f, weights, true);
  }

  /** {@code n += W_hn inner}. */
  private void addCandidateProduct(StepFrame f, PackedMatrix weights) {
    gemm.multiply(
        f.rows, f.inner, f.stateAt, f.stateStride, weights, f.gates, f.gatesAt, f.gateStride, true);
  }

  /** Writes the gradient of inner to innerDerivatives. */
  private void candidateProductGradient(StepFrame f, PackedMatrix weights) {
    gemm.multiply(
        f.rows,
        f.gates,
        f.gatesAt,
        f.gateStride,
        weights,
        f.innerDerivatives,
        0,
        f.stateStride,
        false);
  }
}
