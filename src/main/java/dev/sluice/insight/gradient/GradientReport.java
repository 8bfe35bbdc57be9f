package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Optional;

/**
 * What an experiment measured.
 *
 * @param settings its settings
 * @param reviews one readable line that says what the reviews were
 * @param device description of the device
 * @param measurements of every cell at every moment, by cell
 * @param scaled RNNs with scaled recurrent weights, by radius
 * @param clippings trainings without and with clipping
 */
public record GradientReport(
    GradientSettings settings,
    String reviews,
    String device,
    List<Measurement> measurements,
    List<ScaledMeasurement> scaled,
    List<ClippingRun> clippings) {
  /** Copies the lists. */
  public GradientReport {
    Require.present("settings", settings);
    Require.present("reviews", reviews);
    Require.present("device", device);
    measurements = Require.copyOf("measurements", measurements);
    scaled = Require.copyOf("scaled", scaled);
    clippings = Require.copyOf("clippings", clippings);
  }

  /** The measurements at a moment, in the order of the cells. */
  public List<Measurement> at(Moment moment) {
    return measurements.stream().filter(each -> each.moment() == moment).toList();
  }

  /** The measurement of a cell at a moment; empty if the cell was not measured. */
  public Optional<Measurement> of(GradientCell cell, Moment moment) {
    return at(moment).stream().filter(each -> each.cell() == cell).findFirst();
  }
}
