package dev.sluice.model;

import dev.sluice.device.Scope;
import dev.sluice.layer.Features;
import dev.sluice.layer.ForwardContext;
import dev.sluice.layer.Stateful;
import org.jspecify.annotations.Nullable;

/** Inference over consecutive windows; the first window sets the number of rows. */
final class WindowedInference implements Stateful.Inference {
  private final Model model;
  private @Nullable WindowStates states;

  WindowedInference(Model model) {
    this.model = model;
  }

  @Override
  public Features next(Features window, Scope scope) {
    if (states == null) {
      states = new WindowStates(model, window.values().shape().size(1));
    }
    return states.forward(window, ForwardContext.inference(scope)).output();
  }

  @Override
  public void close() {
    if (states != null) {
      states.close();
    }
  }
}
