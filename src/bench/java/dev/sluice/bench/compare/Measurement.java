package dev.sluice.bench.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.bench.Times;
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
    return Times.median(seconds);
  }

  /** Half the distance of the quartiles, relative to the median. */
  @JsonProperty
  double spread() {
    return Times.spread(seconds);
  }

  /** 10^9 operations of the layer's products per second, of the median pass. */
  @JsonProperty
  double gigaflops() {
    return work.operations() / median() * 1e-9;
  }
}
