package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.Deadline;
import dev.sluice.bench.engine.Engine;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.TaskBenchmark;
import dev.sluice.bench.engine.TaskBenchmark.Contender;
import dev.sluice.bench.engine.TaskResult;
import dev.sluice.bench.engine.TaskResult.Status;
import dev.sluice.bench.engine.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Compares all engines on the tasks of a grid. The engines of one precision alternate, as many at a
 * time as fit into the GPU's memory; then those of the next precision follow. No task is dropped:
 * each has a result from every engine.
 *
 * @param engines the first one that answers in float32 is the reference for the others
 * @param arithmetics precisions in groups; the engines of a group alternate
 * @param freeMemory bytes of the GPU's memory that are free
 * @param cacheBytes of the GPU's largest cache
 */
record EngineComparison(
    List<Engine> engines,
    List<List<ProductPrecision>> arithmetics,
    LongSupplier freeMemory,
    long cacheBytes,
    Timing timing,
    Deadline deadline) {
  private static final double GIGA = 1e9;

  /** The same comparison with another timing. */
  EngineComparison with(Timing timing) {
    return new EngineComparison(engines, arithmetics, freeMemory, cacheBytes, timing, deadline);
  }

  /** Runs a task; returns the results of each engine. */
  List<TaskResult> run(BenchTask task) {
    TaskBenchmark.Reference reference = new TaskBenchmark.Reference();
    List<TaskResult> results = new ArrayList<>();
    int sets = MemoryEstimate.sets(task, cacheBytes, leastElementBytes());
    for (List<ProductPrecision> group : arithmetics) {
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

  /** The results of a task that is beyond the time limit. */
  List<TaskResult> notMeasured(BenchTask task) {
    return arithmetics.stream()
        .flatMap(group -> contenders(group).stream())
        .flatMap(c -> TaskBenchmark.notBegun(c, task, Status.NOT_MEASURED, "").stream())
        .toList();
  }

  /**
   * An engine that finds too little memory together with others runs once more alone, because
   * estimates of memory are not exact.
   */
  private List<TaskResult> sit(
      List<Contender> together, BenchTask task, int sets, TaskBenchmark.Reference reference) {
    List<TaskResult> results = new ArrayList<>(sitting(together, task, sets, reference));
    if (together.size() > 1) {
      for (Contender contender : together) {
        if (results.removeIf(result -> result.of(contender) && result.status() == Status.SKIPPED)) {
          results.addAll(sitting(List.of(contender), task, sets, reference));
        }
      }
    }
    return results;
  }

  private List<TaskResult> sitting(
      List<Contender> together, BenchTask task, int sets, TaskBenchmark.Reference reference) {
    return TaskBenchmark.of(together, task, sets, timing, deadline, reference);
  }

  private List<Contender> contenders(List<ProductPrecision> group) {
    List<Contender> contenders = new ArrayList<>();
    for (ProductPrecision arithmetic : group) {
      engines.stream()
          .filter(engine -> engine.offers(arithmetic))
          .forEach(engine -> contenders.add(new Contender(engine, arithmetic)));
    }
    return contenders;
  }

  /** The smallest element, which determines how many sets of inputs all engines use. */
  private int leastElementBytes() {
    return arithmetics.stream()
        .flatMap(group -> contenders(group).stream())
        .mapToInt(contender -> contender.engine().elementBytes(contender.arithmetic()))
        .min()
        .orElse(Float.BYTES);
  }

  private static long needed(Contender contender, BenchTask task, int sets) {
    return MemoryEstimate.bytes(
        task, contender.engine().elementBytes(contender.arithmetic()), sets);
  }

  private static String noRoom(long needed, long free) {
    return String.format(
        Locale.ROOT, "needs about %.1f GB, %.1f GB are free", needed / GIGA, free / GIGA);
  }
}
