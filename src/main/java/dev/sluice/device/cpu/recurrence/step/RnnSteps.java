package dev.sluice.device.cpu.recurrence.step;

import dev.sluice.cell.Rnn;
import dev.sluice.device.cpu.kernel.Kernels;
import dev.sluice.device.cpu.kernel.StepFrame;
import java.util.Set;

/** Timesteps of the vanilla recurrent cell. */
final class RnnSteps implements CellSteps {
  private final Kernels kernels;
  private final HiddenProduct product;
  private final GateActivation activation;

  RnnSteps(Rnn cell, Kernels kernels, HiddenProduct product) {
    this.kernels = kernels;
    this.product = product;
    this.activation =
        new GateActivation(kernels, cell.activation(), cell.preactivationClip(), 0, 1);
  }

  @Override
  public Set<String> options() {
    return Set.of("activation", "biases", "preactivationClip", "layerNorm");
  }

  @Override
  public boolean keepsInner() {
    return false;
  }

  @Override
  public void forward(StepFrame f, PackedWeights weights) {
    product.forward(f, weights);
    activation.forward(f);
    for (int row = 0; row < f.rows; row++) {
      System.arraycopy(
          f.gates,
          f.gatesAt + row * f.gateStride,
          f.hidden,
          f.hiddenAt + row * f.hiddenStride,
          f.block);
    }
  }

  @Override
  public void backward(StepFrame f, PackedWeights weights) {
    activation.derivatives(f);
    kernels.rnnGradients(f);
    product.backward(f, weights, false);
  }
}
