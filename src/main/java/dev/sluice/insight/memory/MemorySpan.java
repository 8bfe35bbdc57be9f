package dev.sluice.insight.memory;

import dev.sluice.argument.Require;
import java.util.List;
import java.util.OptionalInt;

/**
 * How far one cell remembers in one task.
 *
 * @param task the task
 * @param cell the cell
 * @param trials its trainings, in the order of the bisection; at least one
 */
public record MemorySpan(TaskKind task, CellKind cell, List<Trial> trials) {

  /** Copies the trials. */
  public MemorySpan {
    Require.present("task", task);
    Require.present("cell", cell);
    trials = Require.copyOf("trials", trials);
    Require.atLeast("trials", 1, trials.size());
  }

  /** The longest lag that the cell solved; empty if it solved none. */
  public OptionalInt longestLag() {
    return trials.stream().filter(Trial::solved).mapToInt(Trial::lag).max();
  }

  /** The shortest lag that the cell did not solve; empty if it solved every lag it was given. */
  public OptionalInt shortestUnsolvedLag() {
    return trials.stream().filter(trial -> !trial.solved()).mapToInt(Trial::lag).min();
  }

  /** The optimizer steps of the training on the longest solved lag; empty if none was solved. */
  public OptionalInt stepsToSolve() {
    OptionalInt longest = longestLag();
    return trials.stream()
        .filter(trial -> longest.isPresent() && trial.lag() == longest.getAsInt())
        .mapToInt(Trial::steps)
        .findFirst();
  }

  /**
   * The longest lag as people read it: {@code 70}; {@code >= 200} if every lag that was tried was
   * solved; {@code < 10} if none was.
   */
  public String lagText() {
    if (longestLag().isEmpty()) {
      return "< " + shortestUnsolvedLag().orElseThrow();
    }
    return (shortestUnsolvedLag().isEmpty() ? ">= " : "") + longestLag().getAsInt();
  }
}
