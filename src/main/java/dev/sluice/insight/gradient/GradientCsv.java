package dev.sluice.insight.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The numbers of a report as comma-separated values. A number that does not exist is empty. */
public final class GradientCsv {
  private GradientCsv() {}

  /**
   * One row for each cell, moment and distance, and for each RNN with scaled weights, whose moment
   * is {@code scaled-RADIUS}: low, median and high end of the bands over the sequences, as norms
   * and as shares, and what the step adds to the gradient of {@code weight_hh}.
   */
  public static String distances(GradientReport report) {
    StringBuilder text =
        new StringBuilder(
            row(
                "cell",
                "moment",
                "distance",
                "dh_p10",
                "dh_median",
                "dh_p90",
                "dh_share_p10",
                "dh_share_median",
                "dh_share_p90",
                "dc_median",
                "weight_hh_gradient",
                "weight_hh"));
    for (Measurement each : report.measurements()) {
      rows(each.cell().key(), each.moment().key(), each.gradients(), each.hiddenShares(), text);
    }
    for (ScaledMeasurement each : report.scaled()) {
      rows("rnn", "scaled-" + each.radius(), each.gradients(), each.hiddenShares(), text);
    }
    return text.toString();
  }

  private static void rows(
      String cell, String moment, StateGradients gradients, List<Band> shares, StringBuilder text) {
    List<Band> norms = Band.of(gradients.hidden());
    List<Band> ofCell = Band.of(gradients.cell());
    for (int d = 0; d < norms.size(); d++) {
      text.append(
          row(
              cell,
              moment,
              d,
              norms.get(d).low(),
              norms.get(d).median(),
              norms.get(d).high(),
              shares.get(d).low(),
              shares.get(d).median(),
              shares.get(d).high(),
              ofCell.isEmpty() ? Double.NaN : ofCell.get(d).median(),
              gradients.recurrentWeights()[d],
              gradients.recurrentWeightNorm()));
    }
  }

  /** One row for each optimizer step of the trainings without and with clipping. */
  public static String clipping(GradientReport report) {
    StringBuilder text =
        new StringBuilder(row("clipping", "step", "loss", "gradient_norm", "used_norm"));
    for (ClippingRun run : report.clippings()) {
      for (int k = 0; k < run.steps().size(); k++) {
        ClippingRun.Step step = run.steps().get(k);
        String clipping = run.clipped() ? Double.toString(run.maximum()) : "none";
        text.append(row(clipping, k, step.loss(), step.norm(), step.update()));
      }
    }
    return text.toString();
  }

  private static String row(Object... values) {
    return Arrays.stream(values)
        .map(value -> value.equals(Double.NaN) ? "" : value.toString())
        .collect(Collectors.joining(",", "", "\n"));
  }
}
