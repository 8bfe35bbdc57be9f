package dev.sluice.model;

import dev.sluice.device.Tensor;
import dev.sluice.layer.Features;
import dev.sluice.layer.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pass of a model: the passes of all its layers, from the bottom. */
record ModelPass(List<Layer.Pass> passes) implements Layer.Pass {

  @Override
  public Features output() {
    return passes.get(passes.size() - 1).output();
  }

  @Override
  public @Nullable Tensor backward(Tensor dOutput) {
    Tensor gradient = dOutput;
    // A null gradient means that no layer below has a trainable parameter.
    for (int i = passes.size() - 1; i >= 0 && gradient != null; i--) {
      gradient = passes.get(i).backward(gradient);
    }
    return gradient;
  }
}
