package dev.sluice.model;

import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.layer.Layer;
import java.util.List;

/** The passes of all layers, from the bottom. */
record ModelPass(List<Layer.Pass> passes) implements Layer.Pass {

  @Override
  public Features output() {
    return passes.get(passes.size() - 1).output();
  }

  @Override
  public Tensor backward(Tensor dOutput) {
    Tensor gradient = dOutput;
    // Below the first layer without a gradient there is nothing left to train.
    for (int i = passes.size() - 1; i >= 0 && gradient != null; i--) {
      gradient = passes.get(i).backward(gradient);
    }
    return gradient;
  }
}
