package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.TaskResult;
import dev.sluice.bench.engine.TimedPass;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The results of all engines for one kind of pass over one task, in one precision.
 *
 * @param results in that precision
 * @param candidates the fastest of ours among these is compared with PyTorch's. They have the same
 *     precision, except that PyTorch's float16 is compared with our bfloat16
 */
record ResultRow(
    BenchTask task,
    TimedPass pass,
    ProductPrecision arithmetic,
    List<TaskResult> results,
    List<TaskResult> candidates) {
  /** The name of the engine that ours is compared with. */
  static final String PYTORCH = "pytorch";

  /** Groups results into rows, in their order. */
  static List<ResultRow> of(List<TaskResult> results) {
    Map<List<Object>, List<TaskResult>> grouped =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    r -> List.of(r.task().name(), r.pass(), r.arithmetic()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return grouped.values().stream().map(some -> of(some, grouped)).toList();
  }

  private static ResultRow of(List<TaskResult> same, Map<List<Object>, List<TaskResult>> all) {
    TaskResult first = same.get(0);
    ProductPrecision other =
        first.arithmetic() == ProductPrecision.FLOAT16
            ? ProductPrecision.BFLOAT16
            : first.arithmetic();
    List<TaskResult> candidates =
        all.getOrDefault(List.of(first.task().name(), first.pass(), other), List.of());
    return new ResultRow(first.task(), first.pass(), first.arithmetic(), same, candidates);
  }

  /** The result of an engine. */
  Optional<TaskResult> of(String engine) {
    return results.stream().filter(result -> result.engine().equals(engine)).findFirst();
  }

  /** The result of an engine if it was timed. */
  Optional<TaskResult> timed(String engine) {
    return of(engine).filter(TaskResult::timed);
  }

  /** The fastest of this engine's plans. */
  Optional<TaskResult> best() {
    return candidates.stream()
        .filter(result -> result.timed() && !result.engine().equals(PYTORCH))
        .min(Comparator.comparingDouble(TaskResult::median));
  }

  /** How many times as fast as PyTorch our fastest plan is. */
  OptionalDouble ratio() {
    Optional<TaskResult> ours = best();
    Optional<TaskResult> theirs = timed(PYTORCH);
    return ours.isPresent() && theirs.isPresent()
        ? OptionalDouble.of(theirs.get().median() / ours.get().median())
        : OptionalDouble.empty();
  }
}
