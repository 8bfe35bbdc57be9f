package dev.sluice.insight.memory;

import dev.sluice.data.synthetic.MemoryTask;
import dev.sluice.insight.chart.BarList;
import dev.sluice.insight.chart.Figure;
import dev.sluice.insight.chart.Line;
import dev.sluice.insight.chart.LineChart;
import dev.sluice.insight.chart.LinearAxis;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.PagePart;
import dev.sluice.insight.page.Paragraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The section of one task: what it asks, the longest lags as bars, and learning curves.
 *
 * @param result the experiment
 * @param task one of its tasks
 */
record TaskSection(MemoryResult result, TaskKind task) implements PagePart {
  private static final int HEIGHT = 270;

  /** Losses are shown as shares of the baseline's; a curve above this is cut. */
  private static final double HIGHEST_SHARE = 1.4;

  @Override
  public void write(Markup page) {
    page.open("section").line().element("h2", title(task)).line();
    Paragraph.text(description(task)).write(page);
    new BarList(title(task) + ": longest lag solved, in timesteps", bars()).write(page);
    Paragraph.text("Learning curves; a curve ends where the task is solved:").write(page);
    page.open("div", "class", "pair").line();
    figure("The lag that all cells tried first", "", this::firstTrial).write(page);
    figure(
            "The longest lag that each cell solved",
            "A cell that solved none is shown with its shortest lag.",
            this::decisiveTrial)
        .write(page);
    page.close().line();
    page.close().line();
  }

  /** The name of a task in a heading. */
  static String title(TaskKind task) {
    return switch (task) {
      case ADDING -> "Adding";
      case COPY -> "Copy memory";
      case ORDER -> "Temporal order";
    };
  }

  /** The longest lag of a search. */
  static String lag(MemorySpan span) {
    return span.lagText().replace(">=", "≥");
  }

  private static String description(TaskKind task) {
    return switch (task) {
      case ADDING ->
          "Two numbers of a sequence are marked, one in each half. At the end the network gives their"
              + " sum. The lag is the length of the sequence. Without memory the best answer is 1.";
      case COPY ->
          "The sequence starts with a symbol, then come blanks and a delimiter. After it the network"
              + " repeats the symbol. The lag is the distance from symbol to delimiter. Without"
              + " memory it can only guess.";
      case ORDER ->
          "Among distractors there are two symbols that are X or Y, the first after a tenth of the"
              + " sequence, the second in its middle. At the end the network says which came first"
              + " and which second. The lag is the length of the sequence. Without memory it can"
              + " only guess among four.";
    };
  }

  private List<BarList.Bar> bars() {
    List<BarList.Bar> bars = new ArrayList<>();
    for (CellKind cell : result.cells()) {
      result
          .span(task, cell)
          .ifPresent(
              span ->
                  bars.add(new BarList.Bar(cell.name(), span.longestLag().orElse(0), lag(span))));
    }
    return bars;
  }

  /** Chooses the training of a search that a figure shows. */
  private interface Choice {
    Trial of(MemorySpan span);
  }

  /** All searches begin with the same lag. */
  private Trial firstTrial(MemorySpan span) {
    return span.trials().get(0);
  }

  /** The training on the longest solved lag, or on the shortest lag if none was solved. */
  private Trial decisiveTrial(MemorySpan span) {
    int lag = span.longestLag().orElseGet(() -> span.shortestUnsolvedLag().orElseThrow());
    return span.trials().stream().filter(trial -> trial.lag() == lag).findFirst().orElseThrow();
  }

  private Figure figure(String title, String note, Choice choice) {
    List<Line> lines = new ArrayList<>();
    lines.add(solvedLine());
    for (CellKind cell : result.cells()) {
      Optional<MemorySpan> span = result.span(task, cell);
      span.ifPresent(found -> lines.add(curve(cell, choice.of(found))));
    }
    LineChart chart =
        new LineChart(
            title(task) + ", " + title + ": loss over steps",
            LineChart.HALF,
            HEIGHT,
            LinearAxis.counting("optimizer step", 0, result.settings().steps()),
            new LinearAxis("held-out loss, share of the baseline", 0, HIGHEST_SHARE, 0.2),
            lines);
    return new Figure(title, chart, note);
  }

  private Line solvedLine() {
    double share = MemoryTask.SOLVED_SHARE;
    return new Line(
        "solved",
        Line.Look.REFERENCE,
        List.of(new Line.Point(0, share), new Line.Point(result.settings().steps(), share)));
  }

  private static Line curve(CellKind cell, Trial trial) {
    List<Line.Point> points = new ArrayList<>();
    for (LossPoint point : trial.curve()) {
      points.add(new Line.Point(point.step(), point.loss() / trial.baselineLoss()));
    }
    String name = cell.name() + ", lag " + trial.lag() + (trial.solved() ? "" : ", not solved");
    return new Line(name, Line.Look.compared(cell.ordinal()), points);
  }
}
