package dev.sluice.insight.gradient;

import dev.sluice.insight.page.NumberText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in words what the numbers show. */
final class GradientWords {
  private GradientWords() {}

  /** Which cell has most left far from the loss, and which least; empty without measurements. */
  static String furthest(List<Measurement> shown) {
    if (shown.isEmpty()) {
      return "";
    }
    int far = ShareText.far(shown.get(0).gradients().timesteps());
    Comparator<Measurement> byShare = Comparator.comparingDouble(each -> share(each, far));
    Measurement most = shown.stream().max(byShare).orElseThrow();
    Measurement least = shown.stream().min(byShare).orElseThrow();
    String first =
        String.format(
            Locale.ROOT,
            "%s before the loss, %s has %s of its gradient left",
            ShareText.steps(far),
            most.cell().label(),
            ShareText.of(share(most, far)));
    return most.cell() == least.cell()
        ? first + "."
        : String.format(
            Locale.ROOT,
            "%s, and %s has %s.",
            first,
            least.cell().label(),
            ShareText.of(share(least, far)));
  }

  private static double share(Measurement measurement, int distance) {
    return measurement.hiddenShares().get(distance).median();
  }

  /**
   * Where the gradient of an LSTM vanishes although it has a memory cell.
   *
   * @param cell an LSTM that was measured
   */
  static String memoryCell(GradientReport report, GradientCell cell) {
    return report.measurements().stream()
        .filter(each -> each.cell() == cell)
        .map(GradientWords::memoryCell)
        .collect(Collectors.joining("; ", cell.label() + ": ", "."));
  }

  private static String memoryCell(Measurement measurement) {
    Decay decay = Decay.of(measurement.cellShares());
    int last = measurement.gradients().timesteps() - 1;
    String result =
        decay.vanishedAfter().isPresent()
            ? "vanishes, with less than 1% left "
                + ShareText.steps(decay.vanishedAfter().getAsInt())
                + " before the loss"
            : String.format(
                Locale.ROOT,
                "does not vanish within %s, with %s left there",
                ShareText.steps(last),
                ShareText.of(measurement.cellShares().get(last).median()));
    return measurement.moment().label() + " the gradient of its memory cell " + result;
  }

  /** How the gradient of the largest and of the smallest weights changes; empty without any. */
  static String growth(List<ScaledMeasurement> scaled) {
    if (scaled.isEmpty()) {
      return "";
    }
    ScaledMeasurement first = scaled.get(0);
    ScaledMeasurement last = scaled.get(scaled.size() - 1);
    return String.format(
        Locale.ROOT,
        "With the radius %s the gradient changes by a factor of %s per step, with the radius %s by"
            + " %s. Above 1 it explodes, unless the units saturate.",
        NumberText.fixed(first.radius(), 1),
        NumberText.significant(Decay.of(first.hiddenShares()).perStep(), 3),
        NumberText.fixed(last.radius(), 1),
        NumberText.significant(Decay.of(last.hiddenShares()).perStep(), 3));
  }

  /** What a training did. */
  static String clipping(ClippingRun run) {
    String how =
        run.clipped()
            ? String.format(
                Locale.ROOT,
                "With clipping to a norm of %s",
                NumberText.significant(run.maximum(), 2))
            : "Without clipping";
    if (run.steps().isEmpty()) {
      return how + " the first step already failed: a gradient was not finite.";
    }
    return String.format(
        Locale.ROOT,
        "%s the largest gradient had a norm of %s, the largest one used %s, and the loss went from"
            + " %s to %s in %s.",
        how,
        NumberText.significant(run.largestNorm(), 3),
        NumberText.significant(run.largestUpdate(), 3),
        NumberText.significant(run.steps().get(0).loss(), 3),
        NumberText.significant(run.lastLoss(), 3),
        ShareText.steps(run.steps().size()));
  }
}
