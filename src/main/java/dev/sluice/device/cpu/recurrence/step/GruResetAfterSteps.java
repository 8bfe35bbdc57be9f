package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Gru;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.StepFrame;
import java.util.Set;

/** Timesteps of a GRU with the reset after the product; blocks n, r, z, and q = W_hn h + b_hn. */
final class GruResetAfterSteps implements CellSteps {
  /**
   * Options that do not exclude {@link Kernels#gruForward}: it computes them, or they act before or
   * after it.
   */
  private static final Set<String> OUTSIDE_OF_THE_KERNEL =
      Set.of("update", "biases", "layerNorm", "zoneout");

  private final Kernels kernels;
  private final HiddenProduct product;
  private final GruActivations gates;
  private final boolean keeps;

  /**
   * Whether one fused kernel computes the timestep: sigmoid gates, a tanh candidate, no clipping.
   */
  private final boolean fused;

  GruResetAfterSteps(Gru cell, Kernels kernels, HiddenProduct product) {
    this.kernels = kernels;
    this.product = product;
    this.gates = new GruActivations(cell, kernels);
    this.keeps = cell.update() == Gru.Update.KEEPS;
    this.fused = cell.optionsBeyond(OUTSIDE_OF_THE_KERNEL).isEmpty();
  }

  @Override
  public Set<String> options() {
    return GruActivations.OPTIONS;
  }

  @Override
  public boolean keepsInner() {
    return false;
  }

  @Override
  public void forward(StepFrame f, PackedWeights weights) {
    product.forward(f, weights);
    if (fused) {
      kernels.gruForward(f, keeps);
      return;
    }
    gates.activateGates(f);
    kernels.gruResetAfter(f);
    gates.activateCandidate(f);
    kernels.gruHidden(f, keeps);
  }

  @Override
  public void backward(StepFrame f, PackedWeights weights) {
    if (fused) {
      kernels.gruBackward(f, keeps);
    } else {
      gates.derivatives(f);
      kernels.gruHiddenGradients(f, keeps);
      kernels.gruResetAfterGradients(f);
    }
    product.backward(f, weights, true);
  }
}
