package dev.sluice.app.memory;

import dev.sluice.insight.memory.LossPoint;
import dev.sluice.insight.memory.MemoryResult;
import dev.sluice.insight.memory.MemorySpan;
import dev.sluice.insight.memory.Trial;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The results as comma-separated values. A value that does not exist is empty. */
final class MemoryCsv {
  private MemoryCsv() {}

  /** One row for each task and cell. */
  static String table(MemoryResult result) {
    StringBuilder text = new StringBuilder();
    text.append(row("task", "cell", "longest_lag", "shortest_unsolved_lag", "steps_to_solve"));
    for (MemorySpan span : result.spans()) {
      text.append(
          row(
              Names.of(span.task()),
              Names.of(span.cell()),
              orEmpty(span.longestLag()),
              orEmpty(span.shortestUnsolvedLag()),
              orEmpty(span.stepsToSolve())));
    }
    return text.toString();
  }

  /** One row for each point of each learning curve. */
  static String curves(MemoryResult result) {
    StringBuilder text = new StringBuilder();
    text.append(row("task", "cell", "lag", "outcome", "baseline_loss", "step", "held_out_loss"));
    for (MemorySpan span : result.spans()) {
      for (Trial trial : span.trials()) {
        for (LossPoint point : trial.curve()) {
          text.append(
              row(
                  Names.of(span.task()),
                  Names.of(span.cell()),
                  trial.lag(),
                  Names.of(trial.outcome()),
                  trial.baselineLoss(),
                  point.step(),
                  point.loss()));
        }
      }
    }
    return text.toString();
  }

  private static String row(Object... values) {
    return Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(",", "", "\n"));
  }

  private static String orEmpty(OptionalInt value) {
    return value.isPresent() ? String.valueOf(value.getAsInt()) : "";
  }
}
