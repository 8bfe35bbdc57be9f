package dev.sluice.insight.cost;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Optional;

/**
 * The costs of several layers, side by side.
 *
 * @param settings the input and the rounds
 * @param device the description of the device, with its number of threads
 * @param layers in the order of the experiment
 */
public record CostResult(CostSettings settings, String device, List<LayerCost> layers) {

  /** Copies the list. */
  public CostResult {
    Require.present("settings", settings);
    Require.present("device", device);
    layers = Require.copyOf("layers", layers);
  }

  /** The first layer of this kind: {@code rnn}, {@code lstm} or {@code gru}. */
  public Optional<LayerCost> ofKind(String kind) {
    return layers.stream().filter(layer -> layer.kind().equals(kind)).findFirst();
  }

  /** The LSTM, which the others are compared with; empty if there is none. */
  public Optional<LayerCost> lstm() {
    return ofKind("lstm");
  }
}
