package dev.sluice.insight.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bisection, with a fake training that solves every lag up to a limit. */
class LagSearchTest {
  private static final List<Integer> LAGS = List.of(10, 15, 20, 30, 40, 50, 70, 100, 150, 200);
  private static final int STEPS = 100;
  private static final MemorySettings SETTINGS =
      MemorySettings.defaults().withLags(LAGS).withSteps(STEPS);

  private final List<Integer> tried = new ArrayList<>();
  private final WorkSum work = new WorkSum();

  private static final class WorkSum implements MemoryListener {
    long timesteps;
    int calls;

    @Override
    public void onWork(long timesteps, TaskKind task, CellKind cell, int lag) {
      assertTrue(timesteps >= 0, "work " + timesteps);
      this.timesteps += timesteps;
      calls++;
    }
  }

  private MemorySpan search(int limit) {
    return new SpanSearch(SETTINGS, TaskKind.ADDING, CellKind.GRU, work)
        .run((lag, onSteps) -> train(lag, lag <= limit, onSteps));
  }

  private Trial train(int lag, boolean solves, IntConsumer onSteps) {
    tried.add(lag);
    int steps = solves ? STEPS / 4 : STEPS;
    onSteps.accept(steps);
    Trial.Outcome outcome = solves ? Trial.Outcome.SOLVED : Trial.Outcome.UNSOLVED;
    return new Trial(lag, outcome, steps, 1, List.of(new LossPoint(steps, solves ? 0 : 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 15, 20, 30, 40, 50, 70, 100, 150, 200})
  void findsEveryLimit(int limit) {
    MemorySpan span = search(limit);
    assertEquals(limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit), span.longestLag());
    int next = LAGS.stream().filter(lag -> lag > limit).findFirst().orElse(0);
    assertEquals(
        next == 0 ? OptionalInt.empty() : OptionalInt.of(next), span.shortestUnsolvedLag());
    assertEquals(limit == 0 ? OptionalInt.empty() : OptionalInt.of(STEPS / 4), span.stepsToSolve());
    assertTrue(tried.size() <= 4, tried.toString());
    assertEquals(tried, span.trials().stream().map(Trial::lag).toList());
  }

  @Test
  void halvesTheGrid() {
    search(75);
    assertEquals(List.of(50, 150, 100, 70), tried);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 200})
  void tellsAllOfThePlannedWork(int limit) {
    search(limit);
    MemoryExperiment experiment =
        new MemoryExperiment(SETTINGS, List.of(TaskKind.ADDING), List.of(CellKind.GRU));
    // The longest path: 50, 150, 200.
    assertEquals(100 * (50 + 150 + 200), experiment.plannedWork());
    assertEquals(experiment.plannedWork(), work.timesteps);
  }

  @Test
  void expectsTheMeanOfAllAnswers() {
    // The answers are none, 10 and 20: the middle lag 20 is tried first, and solved in one of
    // three.
    SearchWork two = new SearchWork(12);
    double solvesTwenty = 20 * 3;
    double solvesTen = 20 * 12 + 10 * 3;
    double solvesNone = 20 * 12 + 10 * 12;
    assertEquals(
        (solvesTwenty + solvesTen + solvesNone) / 3,
        two.expected(LagSearch.of(List.of(10, 20))),
        1e-9);
    assertEquals(20 * 12 + 10 * 12, two.most(LagSearch.of(List.of(10, 20))));
  }
}
