package dev.sluice.bench.engine;

import dev.sluice.bench.AnswerError;
import dev.sluice.bench.engine.TaskResult.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs one task with the engines that fit into the device's memory together. Each engine prepares
 * the task and runs it once. The answers are compared with the reference. Then the engines with
 * right answers run their timed passes in alternating rounds.
 */
public final class TaskBenchmark {
  private final BenchTask task;
  private final int sets;
  private final Timing timing;
  private final Deadline deadline;
  private final Reference reference;
  private final Map<Contender, Engine.Prepared> ready = new LinkedHashMap<>();
  private final Map<Contender, Double> errors = new LinkedHashMap<>();
  private final Map<Contender, Map<TimedPass, List<Double>>> times = new LinkedHashMap<>();
  private final List<TaskResult> results = new ArrayList<>();

  /** An engine in one precision. */
  public record Contender(Engine engine, ProductPrecision arithmetic) {}

  /** The first answer to a task, in strict float32 if an engine has it. */
  public static final class Reference {
    private Map<String, float[]> answers;
    private ProductPrecision arithmetic;

    private AnswerError worst(Map<String, float[]> found, ProductPrecision theirs) {
      if (answers == null) {
        answers = found;
        arithmetic = theirs;
      }
      return AnswerError.worst(found, answers, result -> tolerance(result, theirs));
    }

    /**
     * The tolerance between two answers: each may differ from strict float32 by its own tolerance.
     */
    private double tolerance(String result, ProductPrecision theirs) {
      return Math.max(theirs.tolerance(result), arithmetic.tolerance(result));
    }
  }

  private TaskBenchmark(
      BenchTask task, int sets, Timing timing, Deadline deadline, Reference reference) {
    this.task = task;
    this.sets = sets;
    this.timing = timing;
    this.deadline = deadline;
    this.reference = reference;
  }

  /**
   * Runs the task; every contender gets a result for each kind of pass. An engine that fails is not
   * timed on this task; the others continue.
   *
   * @param contenders the first one that answers is the reference, unless there is one already
   * @return the results in the order of the contenders
   */
  public static List<TaskResult> of(
      List<Contender> contenders,
      BenchTask task,
      int sets,
      Timing timing,
      Deadline deadline,
      Reference reference) {
    TaskBenchmark sitting = new TaskBenchmark(task, sets, timing, deadline, reference);
    try {
      contenders.forEach(sitting::prepare);
      task.passes().forEach(sitting::time);
      List.copyOf(sitting.ready.keySet()).forEach(sitting::finish);
    } finally {
      sitting.ready.values().forEach(Engine.Prepared::close);
      contenders.forEach(contender -> contender.engine().trim());
    }
    return contenders.stream().flatMap(sitting::resultsOf).toList();
  }

  private Stream<TaskResult> resultsOf(Contender contender) {
    return results.stream().filter(result -> result.of(contender));
  }

  private void prepare(Contender contender) {
    if (deadline.passed()) {
      leaveOut(contender, Status.NOT_MEASURED, "");
      return;
    }
    try {
      Engine.Prepared prepared = contender.engine().prepare(task, contender.arithmetic(), sets);
      ready.put(contender, prepared);
      AnswerError worst = reference.worst(prepared.answers(), contender.arithmetic());
      errors.put(contender, worst.value());
      double tolerance = reference.tolerance(worst.result(), contender.arithmetic());
      if (worst.value() > tolerance) {
        leaveOut(
            contender,
            Status.WRONG,
            String.format(
                Locale.ROOT,
                "%s: expected a relative error of at most %3$.0e, got %2$.1e",
                worst.result(),
                worst.value(),
                tolerance));
      }
    } catch (RuntimeException e) {
      leaveOut(contender, e);
    }
  }

  private void time(TimedPass pass) {
    for (Contender contender : List.copyOf(ready.keySet())) {
      turn(contender, pass, 1, timing.warmUpSeconds());
    }
    times.values().forEach(passes -> passes.remove(pass)); // Removes the times of the warm-up.
    for (int round = 0; round < timing.rounds(); round++) {
      for (Contender contender : List.copyOf(ready.keySet())) {
        if (used(contender, pass) < timing.maxSeconds()) {
          pause();
          turn(contender, pass, timing.minPasses(), timing.seconds());
        }
      }
    }
  }

  private double used(Contender contender, TimedPass pass) {
    return times.getOrDefault(contender, Map.of()).getOrDefault(pass, List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  private void pause() {
    try {
      Thread.sleep(timing.pauseMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(Contender contender, TimedPass pass, int least, double seconds) {
    if (deadline.passed()) {
      return;
    }
    try {
      List<Double> found = ready.get(contender).time(pass, least, seconds);
      times
          .computeIfAbsent(contender, any -> new LinkedHashMap<>())
          .computeIfAbsent(pass, any -> new ArrayList<>())
          .addAll(found);
    } catch (RuntimeException e) {
      leaveOut(contender, e);
    }
  }

  private void finish(Contender contender) {
    for (TimedPass pass : task.passes()) {
      List<Double> seconds = times.getOrDefault(contender, Map.of()).getOrDefault(pass, List.of());
      Status status = seconds.isEmpty() ? Status.NOT_MEASURED : Status.TIMED;
      results.add(result(contender, pass, status, List.copyOf(seconds), ""));
    }
  }

  private void leaveOut(Contender contender, RuntimeException why) {
    Status status =
        why instanceof Engine.NoRoomException
            ? Status.SKIPPED
            : why instanceof UnsupportedOperationException ? Status.UNSUPPORTED : Status.FAILED;
    leaveOut(contender, status, String.valueOf(why.getMessage()));
  }

  private void leaveOut(Contender contender, Status status, String note) {
    Engine.Prepared prepared = ready.remove(contender);
    if (prepared != null) {
      prepared.close();
    }
    for (TimedPass pass : task.passes()) {
      results.add(result(contender, pass, status, List.of(), note));
    }
  }

  /** The results for all passes of a task that was not begun. */
  public static List<TaskResult> notBegun(
      Contender contender, BenchTask task, Status status, String note) {
    String engine = contender.engine().name();
    ProductPrecision arithmetic = contender.arithmetic();
    return task.passes().stream()
        .map(
            pass ->
                new TaskResult(
                    task, pass, engine, arithmetic, status, Double.NaN, null, List.of(), note))
        .toList();
  }

  private TaskResult result(
      Contender contender, TimedPass pass, Status status, List<Double> seconds, String note) {
    boolean answered = errors.containsKey(contender);
    return new TaskResult(
        task,
        pass,
        contender.engine().name(),
        contender.arithmetic(),
        status,
        answered ? errors.get(contender) : Double.NaN,
        answered ? reference.arithmetic : null,
        seconds,
        note);
  }
}
