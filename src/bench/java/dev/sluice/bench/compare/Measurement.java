package dev.sluice.bench.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.bench.Times;
import java.util.List;

/**
 * One engine's passes over one piece of work.
 *
 * @param engine its short name
 * @param threads how many it had
 * @param status what became of it
 * @param error the largest relative error of a result against this engine's own; NaN for none
 * @param seconds of the passes, in their order; empty unless timed
 * @param note why it was not timed, or empty
 */
record Measurement(
    String engine,
    int threads,
    Work work,
    Status status,
    double error,
    List<Double> seconds,
    String note) {

  /** What became of it. */
  enum Status {
    /** The answer is right, and there are times. */
    TIMED("timed"),
    /** The engine does not do such a thing. */
    UNSUPPORTED("unsupported"),
    /** The answer is another one. */
    WRONG("**other answer**"),
    /** The engine failed, or did not answer. */
    FAILED("**failed**");

    private final String title;

    Status(String title) {
      this.title = title;
    }

    /** For people. */
    String title() {
      return title;
    }

    /** Whether the benchmark may not end well with it. */
    boolean bad() {
      return this == WRONG || this == FAILED;
    }
  }

  /** Whether there are times. */
  boolean timed() {
    return status == Status.TIMED;
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
