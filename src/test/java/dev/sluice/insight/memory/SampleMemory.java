package dev.sluice.insight.memory;

import dev.sluice.insight.page.HtmlPage;
import java.util.List;

/** The page of a made-up experiment. Every call gives the same. */
public final class SampleMemory {
  private static final MemorySettings SETTINGS =
      MemorySettings.defaults().withLags(List.of(10, 20)).withSteps(100);

  private SampleMemory() {}

  /** The page of the experiment. */
  public static HtmlPage page(boolean complete) {
    return MemoryPage.of(result(complete), "cpu, <1> thread");
  }

  /** The result of the experiment. */
  public static MemoryResult result(boolean complete) {
    List<MemorySpan> spans =
        List.of(
            span(CellKind.RNN, trial(20, false), trial(10, false)),
            span(CellKind.LSTM, trial(20, false), trial(10, true)),
            span(CellKind.GRU, trial(20, true)));
    return new MemoryResult(SETTINGS, spans, complete);
  }

  private static Trial trial(int lag, boolean solved) {
    Trial.Outcome outcome = solved ? Trial.Outcome.SOLVED : Trial.Outcome.UNSOLVED;
    double last = solved ? 0.01 : 0.2;
    return new Trial(
        lag, outcome, 100, 0.16, List.of(new LossPoint(50, 0.15), new LossPoint(100, last)));
  }

  private static MemorySpan span(CellKind cell, Trial... trials) {
    return new MemorySpan(TaskKind.ADDING, cell, List.of(trials));
  }
}
