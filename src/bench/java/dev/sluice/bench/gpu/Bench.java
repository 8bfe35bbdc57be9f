package dev.sluice.bench.gpu;

import dev.sluice.bench.gpu.Result.Status;
import dev.sluice.bench.gpu.TaskBenchmark.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * All engines over a grid of tasks. Those of one arithmetic take turns, as many at a time as the
 * card's memory holds; then the next arithmetic's. No task is dropped: each has a result of every
 * engine.
 *
 * @param engines the first whose answer in float32 is there is what the others are held against
 * @param arithmetics in groups that take turns among themselves
 * @param freeMemory bytes of the card's that nobody holds
 * @param cacheBytes of the card's largest cache
 */
record Bench(
    List<Engine> engines,
    List<List<Arithmetic>> arithmetics,
    LongSupplier freeMemory,
    long cacheBytes,
    Timing timing,
    Deadline deadline) {
  private static final double GIGA = 1e9;

  /** With another way to measure. */
  Bench with(Timing timing) {
    return new Bench(engines, arithmetics, freeMemory, cacheBytes, timing, deadline);
  }

  /** What each engine made of the task. */
  List<Result> run(Task task) {
    TaskBenchmark.Reference reference = new TaskBenchmark.Reference();
    List<Result> results = new ArrayList<>();
    int sets = MemoryEstimate.sets(task, cacheBytes, leastElementBytes());
    for (List<Arithmetic> group : arithmetics) {
      long free = freeMemory.getAsLong();
      List<Contender> together = new ArrayList<>();
      long taken = 0;
      for (Contender contender : contenders(group)) {
        long needed = needed(contender, task, sets);
        if (needed > free) {
          results.addAll(
              TaskBenchmark.notBegun(contender, task, Status.SKIPPED, noRoom(needed, free)));
          continue;
        }
        if (taken + needed > free) {
          results.addAll(sit(together, task, sets, reference));
          together.clear();
          taken = 0;
        }
        together.add(contender);
        taken += needed;
      }
      results.addAll(sit(together, task, sets, reference));
    }
    return results;
  }

  /** The results of a task that there is no time for. */
  List<Result> notMeasured(Task task) {
    return arithmetics.stream()
        .flatMap(group -> contenders(group).stream())
        .flatMap(c -> TaskBenchmark.notBegun(c, task, Status.NOT_MEASURED, "").stream())
        .toList();
  }

  /**
   * Who finds no room beside the others, since estimates are but estimates, sits once more alone.
   */
  private List<Result> sit(
      List<Contender> together, Task task, int sets, TaskBenchmark.Reference reference) {
    List<Result> results = new ArrayList<>(sitting(together, task, sets, reference));
    if (together.size() > 1) {
      for (Contender contender : together) {
        if (results.removeIf(result -> result.of(contender) && result.status() == Status.SKIPPED)) {
          results.addAll(sitting(List.of(contender), task, sets, reference));
        }
      }
    }
    return results;
  }

  private List<Result> sitting(
      List<Contender> together, Task task, int sets, TaskBenchmark.Reference reference) {
    return TaskBenchmark.of(together, task, sets, timing, deadline, reference);
  }

  private List<Contender> contenders(List<Arithmetic> group) {
    List<Contender> contenders = new ArrayList<>();
    for (Arithmetic arithmetic : group) {
      engines.stream()
          .filter(engine -> engine.offers(arithmetic))
          .forEach(engine -> contenders.add(new Contender(engine, arithmetic)));
    }
    return contenders;
  }

  /** All have the same sets, also those whose numbers are larger. */
  private int leastElementBytes() {
    return arithmetics.stream()
        .flatMap(group -> contenders(group).stream())
        .mapToInt(contender -> contender.engine().elementBytes(contender.arithmetic()))
        .min()
        .orElse(Float.BYTES);
  }

  private static long needed(Contender contender, Task task, int sets) {
    return MemoryEstimate.bytes(
        task, contender.engine().elementBytes(contender.arithmetic()), sets);
  }

  private static String noRoom(long needed, long free) {
    return String.format(
        Locale.ROOT, "needs about %.1f GB, %.1f GB are free", needed / GIGA, free / GIGA);
  }
}
