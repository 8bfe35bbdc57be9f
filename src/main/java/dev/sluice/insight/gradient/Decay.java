package dev.sluice.insight.gradient;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a gradient changes with the distance from the loss.
 *
 * @param perStep the factor per step: the geometric mean over all distances
 * @param vanishedAfter the first distance at which less than {@value #VANISHED} of the gradient is
 *     left; empty if there is none
 */
public record Decay(double perStep, OptionalInt vanishedAfter) {
  /** The share of a gradient below which it counts as vanished. */
  public static final double VANISHED = 0.01;

  /**
   * The decay of shares by distance.
   *
   * @param shares at least two; those before the first that is above 0 are left out
   */
  static Decay of(List<Band> shares) {
    double[] medians = Band.medians(shares);
    int first = 0;
    while (first < medians.length - 1 && !(medians[first] > 0)) {
      first++;
    }
    int last = medians.length - 1;
    double perStep = Math.pow(medians[last] / medians[first], 1.0 / Math.max(1, last - first));
    for (int d = first; d < medians.length; d++) {
      if (medians[d] < VANISHED) {
        return new Decay(perStep, OptionalInt.of(d));
      }
    }
    return new Decay(perStep, OptionalInt.empty());
  }
}
