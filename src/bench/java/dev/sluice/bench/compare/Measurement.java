package dev.sluice.bench.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One engine's passes over one piece of work.
 *
 * @param engine its short name
 * @param threads how many it had
 * @param error the largest relative error of a result against this engine's own; NaN for none
 * @param seconds of the passes, in their order; empty if it was not timed
 * @param note why it was not timed, or empty
 */
record Measurement(
    String engine, int threads, Work work, double error, List<Double> seconds, String note) {

  /** Whether there are times. */
  boolean timed() {
    return !seconds.isEmpty();
  }

  /** Seconds of the median pass. */
  @JsonProperty
  double median() {
    return quantile(0.5);
  }

  /** Half the distance of the quartiles, relative to the median. */
  @JsonProperty
  double spread() {
    return (quantile(0.75) - quantile(0.25)) / 2 / median();
  }

  /** 10^9 operations of the layer's products per second, of the median pass. */
  @JsonProperty
  double gigaflops() {
    return work.operations() / median() * 1e-9;
  }

  private double quantile(double part) {
    if (seconds.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
