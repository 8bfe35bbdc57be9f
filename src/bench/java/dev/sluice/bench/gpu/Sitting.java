package dev.sluice.bench.gpu;

import dev.sluice.bench.AnswerError;
import dev.sluice.bench.gpu.Result.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Those that the card's memory holds side by side for one task: each makes it ready and does it
 * once, answers are compared, and then rounds of passes go around among those that are right.
 */
final class Sitting {
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

    AnswerError worst(Map<String, float[]> found) {
      answers = answers == null ? found : answers;
      return AnswerError.worst(found, answers);
    }
  }

  private Sitting(Task task, int sets, Timing timing, Deadline deadline, Reference reference) {
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
    Sitting sitting = new Sitting(task, sets, timing, deadline, reference);
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
      AnswerError worst = reference.worst(prepared.answers());
      errors.put(contender, worst.value());
      double tolerance = contender.arithmetic().tolerance();
      if (worst.value() > tolerance) {
        leaveOut(
            contender,
            Status.WRONG,
            "%s: relative error %.1e, at most %.0e is right"
                .formatted(worst.result(), worst.value(), tolerance));
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
      results.add(
          new Result(
              task,
              pass,
              contender.engine().name(),
              contender.arithmetic(),
              seconds.isEmpty() ? Status.NOT_MEASURED : Status.TIMED,
              errors.get(contender),
              List.copyOf(seconds),
              ""));
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
    double error = errors.getOrDefault(contender, Double.NaN);
    results.addAll(leftOut(contender, task, status, error, note));
  }

  /** A result without times for each pass of a task. */
  static List<Result> leftOut(
      Contender contender, Task task, Status status, double error, String note) {
    return task.kind().passes().stream()
        .map(
            pass ->
                new Result(
                    task,
                    pass,
                    contender.engine().name(),
                    contender.arithmetic(),
                    status,
                    error,
                    List.of(),
                    note))
        .toList();
  }
}
