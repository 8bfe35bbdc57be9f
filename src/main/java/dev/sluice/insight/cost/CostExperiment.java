package dev.sluice.insight.cost;

import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.layer.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures what recurrent layers cost, side by side. Parameters and multiply-adds are counted,
 * memory is that of the device, and times are medians of several rounds that measure every layer in
 * turn, so that a change of the machine's speed meets all of them:
 *
 * <pre>{@code
 * List<RecurrentSpec> layers =
 *     List.of(
 *         RecurrentSpec.of(Rnn.of(128, 128)),
 *         RecurrentSpec.of(Gru.of(128, 128)),
 *         RecurrentSpec.of(Lstm.of(128, 128)));
 * try (Device device = Devices.cpu()) {
 *   CostResult result = new CostExperiment(CostSettings.defaults(), layers).run(device);
 *   result.lstm().orElseThrow().nanosPerToken();
 * }
 * }</pre>
 *
 * <p>Immutable.
 */
public final class CostExperiment {
  /** How long each layer runs for the forecast, besides one pass. */
  private static final double FORECAST_SECONDS = 0.3;

  private final CostSettings settings;
  private final List<RecurrentSpec> layers;

  /**
   * An experiment with these layers.
   *
   * @param layers at least one, each once
   * @throws IllegalArgumentException also if an input or output has more elements than a tensor can
   *     hold
   */
  public CostExperiment(CostSettings settings, List<RecurrentSpec> layers) {
    this.settings = Require.present("settings", settings);
    this.layers = Require.copyOf("layers", layers);
    if (this.layers.isEmpty() || this.layers.stream().distinct().count() < this.layers.size()) {
      throw new IllegalArgumentException(
          "layers: expected at least one, and each only once, got " + this.layers);
    }
    for (RecurrentSpec layer : this.layers) {
      requireFits("input", layer.inputSize());
      requireFits("output", layer.outputSize());
    }
  }

  private void requireFits(String name, int features) {
    double elements = (double) settings.timesteps() * settings.batch() * features;
    if (elements > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected at most %d elements, got %d timesteps of %d sequences of %d features",
              name,
              Integer.MAX_VALUE,
              settings.timesteps(),
              settings.batch(),
              features));
    }
  }

  /** The input and the rounds. */
  public CostSettings settings() {
    return settings;
  }

  /** The number of measurements of {@link #run}: each layer in each round. */
  public int measurements() {
    return settings.rounds() * layers.size();
  }

  /** About how many seconds {@link #run} will take, from a few passes of each layer. */
  public double forecastSeconds(Device device) {
    double seconds = 0;
    for (RecurrentSpec layer : layers) {
      try (MeasuredLayer measured = MeasuredLayer.create(layer, settings, device)) {
        var unused = measured.runFor(FORECAST_SECONDS); // the first passes are slow
        double pass = measured.run().sum();
        seconds += Math.max(settings.warmUpSeconds(), pass);
        seconds += settings.rounds() * Math.max(settings.roundSeconds(), pass);
      }
    }
    return seconds;
  }

  /** Runs the experiment, as {@link #run(Device, Runnable)}. */
  public CostResult run(Device device) {
    return run(device, () -> {});
  }

  /**
   * Runs the experiment.
   *
   * @param device stays owned by the caller, who does nothing else with it meanwhile
   * @param onMeasured called after each measurement, see {@link #measurements}
   * @throws dev.sluice.device.OutOfDeviceMemoryException if a layer does not fit into memory
   */
  public CostResult run(Device device, Runnable onMeasured) {
    Require.present("device", device);
    Require.present("onMeasured", onMeasured);
    List<MeasuredLayer> measured = new ArrayList<>();
    try {
      for (RecurrentSpec layer : layers) {
        measured.add(MeasuredLayer.create(layer, settings, device));
      }
      return measure(measured, device, onMeasured);
    } finally {
      measured.forEach(MeasuredLayer::close);
    }
  }

  private CostResult measure(List<MeasuredLayer> measured, Device device, Runnable onMeasured) {
    double[][] forward = new double[layers.size()][settings.rounds()];
    double[][] backward = new double[layers.size()][settings.rounds()];
    List<Long> keptBytes = new ArrayList<>();
    for (MeasuredLayer layer : measured) {
      // A GPU's plan takes its memory in its first pass.
      var first = layer.run();
      keptBytes.add(layer.keptBytes());
      var unused = layer.runFor(settings.warmUpSeconds() - first.sum());
    }
    double tokens = (double) settings.timesteps() * settings.batch();
    for (int round = 0; round < settings.rounds(); round++) {
      for (int i = 0; i < measured.size(); i++) {
        MeasuredLayer.Seconds mean = measured.get(i).runFor(settings.roundSeconds());
        forward[i][round] = 1e9 * mean.forward() / tokens;
        backward[i][round] = 1e9 * mean.backward() / tokens;
        onMeasured.run();
      }
    }
    List<LayerCost> costs = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      costs.add(
          new LayerCost(
              layers.get(i), keptBytes.get(i), Timing.of(forward[i]), Timing.of(backward[i])));
    }
    return new CostResult(settings, device.description(), costs);
  }
}
