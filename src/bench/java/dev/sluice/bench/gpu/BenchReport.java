package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.TaskResult;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The results of a {@link GpuBench}.
 *
 * @param simulated whether the GPU is simulated, so that no speed means anything
 * @param card the GPU that was measured
 * @param grid its name, which of its tasks were begun, and how to continue
 * @param engines name and version of each
 * @param limits of the GPU
 * @param results of every task of the grid
 */
record BenchReport(
    boolean simulated,
    String card,
    String grid,
    List<String> engines,
    RooflineLimits limits,
    List<TaskResult> results) {

  /** Whether something was timed, and no engine failed or gave a wrong answer. */
  boolean isGood() {
    return results.stream().anyMatch(TaskResult::timed)
        && results.stream().noneMatch(result -> result.status().bad());
  }

  /** The engines' names, PyTorch last. */
  List<String> columns() {
    return results.stream()
        .map(TaskResult::engine)
        .distinct()
        .sorted(Comparator.comparing(ResultRow.PYTORCH::equals))
        .toList();
  }

  /** The rows in which an engine gave an answer or failed. */
  List<ResultRow> rows() {
    return ResultRow.of(results).stream()
        .filter(row -> row.results().stream().anyMatch(r -> r.timed() || r.status().bad()))
        .toList();
  }

  /** The names of the tasks that were not begun. */
  List<String> notBegun() {
    Set<String> begun =
        results.stream()
            .filter(result -> result.status() != TaskResult.Status.NOT_MEASURED)
            .map(result -> result.task().name())
            .collect(Collectors.toSet());
    return results.stream()
        .map(result -> result.task().name())
        .distinct()
        .filter(name -> !begun.contains(name))
        .toList();
  }
}
