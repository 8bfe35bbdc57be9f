package dev.sluice.bench.gpu;

import dev.sluice.bench.AnswerError;
import dev.sluice.bench.gpu.Result.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Those that the card's memory holds side by side for one task: each makes it ready and does it
 * once, answers are compared, and then rounds of passes go around among those that are right.
 */
final class TaskBenchmark {
  private final Task task;
  private final int sets;
  private final Timing timing;
  private final Deadline deadline;
  private final Reference reference;
  private final Map<Contender, Engine.Prepared> ready = new LinkedHashMap<>();
  private final Map<Contender, Double> errors = new LinkedHashMap<>();
  private final Map<Contender, Map<Pass, List<Double>>> times = new LinkedHashMap<>();
  private final List<Result> results = new ArrayList<>();

  /** An engine in one arithmetic. */
  record Contender(Engine engine, Arithmetic arithmetic) {}

  /** The first answer to a task, in strict float32 where there is one. */
  static final class Reference {
    private Map<String, float[]> answers;
    private Arithmetic arithmetic;

    private AnswerError worst(Map<String, float[]> found, Arithmetic theirs) {
      if (answers == null) {
        answers = found;
        arithmetic = theirs;
      }
      return AnswerError.worst(found, answers, result -> tolerance(result, theirs));
    }

    /** Both are that far from strict float32. */
    private double tolerance(String result, Arithmetic theirs) {
      return Math.max(theirs.tolerance(result), arithmetic.tolerance(result));
    }
  }

  private TaskBenchmark(
      Task task, int sets, Timing timing, Deadline deadline, Reference reference) {
    this.task = task;
    this.sets = sets;
    this.timing = timing;
    this.deadline = deadline;
    this.reference = reference;
  }

  /** Holds one; every contender has a result for each pass of the task. */
  static List<Result> of(
      List<Contender> contenders,
      Task task,
      int sets,
      Timing timing,
      Deadline deadline,
      Reference reference) {
    TaskBenchmark sitting = new TaskBenchmark(task, sets, timing, deadline, reference);
    try {
      contenders.forEach(sitting::prepare);
      task.kind().passes().forEach(sitting::time);
      List.copyOf(sitting.ready.keySet()).forEach(sitting::finish);
    } finally {
      sitting.ready.values().forEach(Engine.Prepared::close);
      contenders.forEach(contender -> contender.engine().trim());
    }
    return sitting.results;
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
                "%s: relative error %.1e, at most %.0e is right",
                worst.result(),
                worst.value(),
                tolerance));
      }
    } catch (RuntimeException e) {
      leaveOut(contender, e);
    }
  }

  private void time(Pass pass) {
    for (Contender contender : List.copyOf(ready.keySet())) {
      turn(contender, pass, 1, timing.warmUpSeconds());
    }
    times.values().forEach(passes -> passes.remove(pass)); // those of the warm-up
    for (int round = 0; round < timing.rounds(); round++) {
      for (Contender contender : List.copyOf(ready.keySet())) {
        turn(contender, pass, timing.leastPasses(), timing.seconds());
      }
    }
  }

  private void turn(Contender contender, Pass pass, int least, double seconds) {
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
    for (Pass pass : task.kind().passes()) {
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
    for (Pass pass : task.kind().passes()) {
      results.add(result(contender, pass, status, List.of(), note));
    }
  }

  /** A result for each pass of a task that was not begun. */
  static List<Result> notBegun(Contender contender, Task task, Status status, String note) {
    String engine = contender.engine().name();
    Arithmetic arithmetic = contender.arithmetic();
    return task.kind().passes().stream()
        .map(
            pass ->
                new Result(
                    task, pass, engine, arithmetic, status, Double.NaN, null, List.of(), note))
        .toList();
  }

  private Result result(
      Contender contender, Pass pass, Status status, List<Double> seconds, String note) {
    boolean answered = errors.containsKey(contender);
    return new Result(
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
