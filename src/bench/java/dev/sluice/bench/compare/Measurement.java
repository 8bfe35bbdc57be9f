package dev.sluice.bench.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.bench.Times;
import java.util.List;

/**
 * The measurement of one engine on one workload.
 *
 * @param engine its short name
 * @param threads how many it used
 * @param status how the workload ended for the engine
 * @param error the largest relative error of a result against this engine's own; NaN for none
 * @param seconds of the passes, in their order; empty unless timed
 * @param note why it was not timed, or empty
 */
record Measurement(
    String engine,
    int threads,
    Workload work,
    Status status,
    double error,
    List<Double> seconds,
    String note) {

  /** How the workload ended for the engine. */
  enum Status {
    /** The answer is right and was timed. */
    TIMED("timed"),
    /** The engine does not support the workload. */
    UNSUPPORTED("unsupported"),
    /** The answer is wrong. */
    WRONG("**other answer**"),
    /** The engine failed, or did not answer. */
    FAILED("**failed**");

    private final String title;

    Status(String title) {
      this.title = title;
    }

    /** The readable name. */
    String title() {
      return title;
    }

    /** Whether it makes the benchmark fail. */
    boolean bad() {
      return this == WRONG || this == FAILED;
    }
  }

  /** Whether the engine was timed. */
  boolean timed() {
    return status == Status.TIMED;
  }

  /** The median seconds of a pass. */
  @JsonProperty
  double median() {
    return Times.median(seconds);
  }

  /** Half the distance between the quartiles, divided by the median. */
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
