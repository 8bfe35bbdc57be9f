package dev.sluice.bench.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
public record TaskResult(
    BenchTask task,
    TimedPass pass,
    String engine,
    ProductPrecision arithmetic,
    Status status,
    double error,
    ProductPrecision reference,
    List<Double> seconds,
    String note) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double MICRO = 1e6;

  /** The names of the fields of {@link #json} that tell times. */
  public static final List<String> TIMES =
      List.of("microsecondsPerStep", "median", "spread", "seconds");

  /** How the task ended for the engine. */
  public enum Status {
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
    public String title() {
      return title;
    }

    /** Whether it makes the benchmark fail. */
    public boolean bad() {
      return this == WRONG || this == FAILED;
    }
  }

  public boolean of(TaskBenchmark.Contender contender) {
    return engine.equals(contender.engine().name()) && arithmetic == contender.arithmetic();
  }

  public boolean timed() {
    return status == Status.TIMED;
  }

  /** The median seconds of a pass. */
  public double median() {
    return Times.median(seconds);
  }

  /** Half the distance between the quartiles, divided by the median. */
  public double spread() {
    return Times.spread(seconds);
  }

  /** All numbers as JSON; without times unless timed. */
  public ObjectNode json() {
    ObjectNode row = MAPPER.createObjectNode();
    row.put("cell", task.cell());
    row.put("N", task.batch());
    row.put("T", task.timesteps());
    row.put("I", task.inputSize());
    row.put("H", task.hiddenSize());
    row.put("L", task.layers());
    row.put("D", task.directions());
    row.put("rows", task.rowLengths());
    row.put("liveRows", task.liveRows());
    row.put("pass", pass.name());
    row.put("engine", engine);
    row.put("arithmetic", arithmetic.name());
    row.put("operations", task.operations(pass));
    row.put("status", status.name());
    if (!Double.isNaN(error)) {
      row.put("error", error);
      row.put("reference", reference.name());
    }
    if (!note.isEmpty()) {
      row.put("note", note);
    }
    if (timed()) {
      row.put("microsecondsPerStep", microsecondsPerStep());
      row.put("median", median());
      row.put("spread", spread());
      row.set("seconds", MAPPER.valueToTree(seconds));
    }
    return row;
  }

  /** The microseconds of one timestep of the median pass. */
  public double microsecondsPerStep() {
    return median() * MICRO / task.timesteps();
  }
}
