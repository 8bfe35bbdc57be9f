package dev.sluice.bench.gpu;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@link GpuBench} found.
 *
 * @param simulated whether the card is simulated, so that no speed means anything
 * @param card what was measured on
 * @param grid which of its tasks were begun, and how to go on
 * @param engines name and version of each
 * @param limits the card's
 * @param results of every task of the grid
 */
record BenchReport(
    boolean simulated,
    String card,
    String grid,
    List<String> engines,
    Limits limits,
    List<Result> results) {

  /** Whether something was timed, and no engine failed or gave another answer. */
  boolean isGood() {
    return results.stream().anyMatch(Result::timed)
        && results.stream().noneMatch(result -> result.status().bad());
  }

  /** The engines' names, the rival's last. */
  List<String> columns() {
    return results.stream()
        .map(Result::engine)
        .distinct()
        .sorted(Comparator.comparing(Row.RIVAL::equals))
        .toList();
  }

  /** The rows in which some engine gave an answer or failed. */
  List<Row> rows() {
    return Row.of(results).stream()
        .filter(row -> row.results().stream().anyMatch(r -> r.timed() || r.status().bad()))
        .toList();
  }

  /** The names of the tasks that were not begun. */
  List<String> notBegun() {
    Set<String> begun =
        results.stream()
            .filter(result -> result.status() != Result.Status.NOT_MEASURED)
            .map(result -> result.task().name())
            .collect(Collectors.toSet());
    return results.stream()
        .map(result -> result.task().name())
        .distinct()
        .filter(name -> !begun.contains(name))
        .toList();
  }
}
