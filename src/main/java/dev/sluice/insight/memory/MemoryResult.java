package dev.sluice.insight.memory;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.Optional;

/**
 * The result of an experiment.
 *
 * @param settings the settings of every training
 * @param spans one for each task and cell, by task and then by cell; those that had not ended are
 *     missing if the experiment was stopped
 * @param complete whether no search is missing
 */
public record MemoryResult(MemorySettings settings, List<MemorySpan> spans, boolean complete) {

  /** Copies the list. */
  public MemoryResult {
    Require.present("settings", settings);
    spans = Require.copyOf("spans", spans);
  }

  /** The tasks that have results, in order. */
  public List<TaskKind> tasks() {
    return spans.stream().map(MemorySpan::task).distinct().toList();
  }

  /** The cells that have results, in order. */
  public List<CellKind> cells() {
    return spans.stream().map(MemorySpan::cell).distinct().toList();
  }

  /** The result of one task and cell; empty if it is not part of the experiment, or is missing. */
  public Optional<MemorySpan> span(TaskKind task, CellKind cell) {
    return spans.stream().filter(s -> s.task() == task && s.cell() == cell).findFirst();
  }
}
