package dev.sluice.bench.gpu;

import dev.sluice.bench.Times;
import java.util.List;

/**
 * The result of one engine for one kind of pass over one task.
 *
 * @param engine its name
 * @param error the relative error, against the reference, of the worst value by its tolerance; NaN
 *     without an answer
 * @param reference the precision of the reference answer, FLOAT32 if an engine answered in it; null
 *     without an answer
 * @param seconds of the passes; empty unless timed
 * @param note why it was not timed, or empty
 */
record TaskResult(
    BenchTask task,
    TimedPass pass,
    String engine,
    ProductPrecision arithmetic,
    Status status,
    double error,
    ProductPrecision reference,
    List<Double> seconds,
    String note) {
  private static final double MICRO = 1e6;

  /** How the task ended for the engine. */
  enum Status {
    /** The answer is right and was timed. */
    TIMED("timed"),
    /** The answer is wrong. */
    WRONG("WRONG ANSWER"),
    /** The engine failed. */
    FAILED("FAILED"),
    /** The GPU has too little memory. */
    SKIPPED("skipped"),
    /** The engine does not support the task. */
    UNSUPPORTED("not offered"),
    /** The time limit was reached. */
    NOT_MEASURED("not measured");

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

  boolean of(TaskBenchmark.Contender contender) {
    return engine.equals(contender.engine().name()) && arithmetic == contender.arithmetic();
  }

  boolean timed() {
    return status == Status.TIMED;
  }

  /** The median seconds of a pass. */
  double median() {
    return Times.median(seconds);
  }

  /** Half the distance between the quartiles, divided by the median. */
  double spread() {
    return Times.spread(seconds);
  }

  /** The microseconds of one timestep of the median pass. */
  double microsecondsPerStep() {
    return median() * MICRO / task.timesteps();
  }
}
