package dev.sluice.bench.gpu;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The engines' results of one pass over one task in one arithmetic.
 *
 * @param results in that arithmetic
 * @param candidates of which the fastest of ours is compared with the rival's: those in the same
 *     arithmetic; beside float16, which only the rival has, ours in bfloat16
 */
record Row(
    Task task, Pass pass, Arithmetic arithmetic, List<Result> results, List<Result> candidates) {
  /** The name of the engine that ours is compared with. */
  static final String RIVAL = "pytorch";

  /** The results in rows, in the order in which they were found. */
  static List<Row> of(List<Result> results) {
    Map<List<Object>, List<Result>> grouped =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    r -> List.of(r.task().name(), r.pass(), r.arithmetic()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return grouped.values().stream().map(some -> of(some, grouped)).toList();
  }

  private static Row of(List<Result> same, Map<List<Object>, List<Result>> all) {
    Result first = same.get(0);
    Arithmetic other =
        first.arithmetic() == Arithmetic.FLOAT16 ? Arithmetic.BFLOAT16 : first.arithmetic();
    List<Result> candidates =
        all.getOrDefault(List.of(first.task().name(), first.pass(), other), List.of());
    return new Row(first.task(), first.pass(), first.arithmetic(), same, candidates);
  }

  /** That engine's result. */
  Optional<Result> of(String engine) {
    return results.stream().filter(result -> result.engine().equals(engine)).findFirst();
  }

  /** That engine's result if there are times. */
  Optional<Result> timed(String engine) {
    return of(engine).filter(Result::timed);
  }

  /** The fastest of this engine's plans. */
  Optional<Result> best() {
    return candidates.stream()
        .filter(result -> result.timed() && !result.engine().equals(RIVAL))
        .min(Comparator.comparingDouble(Result::median));
  }

  /** How many times as fast as the rival our fastest plan is. */
  OptionalDouble ratio() {
    Optional<Result> ours = best();
    Optional<Result> theirs = timed(RIVAL);
    return ours.isPresent() && theirs.isPresent()
        ? OptionalDouble.of(theirs.get().median() / ours.get().median())
        : OptionalDouble.empty();
  }
}
