package dev.sluice.bench.gpu;

import dev.sluice.bench.Times;
import java.util.List;

/**
 * One engine's passes over one task.
 *
 * @param engine its name
 * @param error the relative error, against the reference, of the result that is farthest off by
 *     what is allowed to it; NaN if there are no results
 * @param reference the arithmetic of the answer that the results were held against, FLOAT32 where
 *     some engine answered in it; null if there are no results
 * @param seconds of the passes; empty unless timed
 * @param note why it was not timed, or empty
 */
record Result(
    Task task,
    Pass pass,
    String engine,
    Arithmetic arithmetic,
    Status status,
    double error,
    Arithmetic reference,
    List<Double> seconds,
    String note) {
  private static final double MICRO = 1e6;

  /** What became of it. */
  enum Status {
    /** The answer is right, and there are times. */
    TIMED("timed"),
    /** The answer is another one. */
    WRONG("WRONG ANSWER"),
    /** The engine failed. */
    FAILED("FAILED"),
    /** The card's memory does not suffice. */
    SKIPPED("skipped"),
    /** The engine does not do such a thing. */
    UNSUPPORTED("not offered"),
    /** There was no time left. */
    NOT_MEASURED("not measured");

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

  boolean of(TaskBenchmark.Contender contender) {
    return engine.equals(contender.engine().name()) && arithmetic == contender.arithmetic();
  }

  boolean timed() {
    return status == Status.TIMED;
  }

  /** Seconds of the median pass. */
  double median() {
    return Times.median(seconds);
  }

  /** Half the distance of the quartiles, relative to the median. */
  double spread() {
    return Times.spread(seconds);
  }

  /** Of one timestep of the median pass. */
  double microsecondsPerStep() {
    return median() * MICRO / task.timesteps();
  }
}
