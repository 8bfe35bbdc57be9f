package dev.sluice.insight.gradient;

import dev.sluice.argument.Require;
import dev.sluice.insight.chart.Axis;
import dev.sluice.insight.chart.Figure;
import dev.sluice.insight.chart.Line;
import dev.sluice.insight.chart.LineChart;
import dev.sluice.insight.chart.LinearAxis;
import dev.sluice.insight.chart.LogAxis;
import dev.sluice.insight.page.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The figures of a report, also for other pages: {@code figures.cells(Moment.INITIALIZATION)} is
 * the main one.
 *
 * @param report what they show
 */
public record GradientFigures(GradientReport report) {
  private static final int TALL = 380;
  private static final int LOW = 270;

  /** Decimal exponent of the least share on an axis; what is smaller lies below the chart. */
  private static final int LEAST_EXPONENT = -20;

  private static final double LEAST_SHARE = Math.pow(10, LEAST_EXPONENT);

  private static final String DISTANCE = "distance from the loss, steps";

  /** Checks that there is a report. */
  public GradientFigures {
    Require.present("report", report);
  }

  /** PyTorch's cells and the article's RNN: what is left of dLoss/dh at each distance. */
  public Figure cells(Moment moment) {
    List<Measurement> shown =
        report.at(moment).stream()
            .filter(each -> !each.cell().article() || each.cell().rnn())
            .toList();
    return hidden("What is left of the gradient " + moment.label(), shown);
  }

  /** The article's cells. */
  public Figure articleCells(Moment moment) {
    List<Measurement> shown =
        report.at(moment).stream().filter(each -> each.cell().article()).toList();
    return hidden("The article's cells, with sigmoids in the place of tanh", shown);
  }

  private Figure hidden(String title, List<Measurement> shown) {
    List<Line> lines = lines(shown, Measurement::hiddenShares);
    LineChart chart = chart("Share of dLoss/dh left by distance", "share of dLoss/dh", lines);
    return new Figure(title, chart, GradientWords.furthest(shown));
  }

  /** The cell states of LSTMs: what is left of dLoss/dc at each distance. */
  public Figure cellStates(Moment moment) {
    List<Measurement> shown =
        report.at(moment).stream().filter(each -> each.cell().lstm()).toList();
    List<Line> lines = new ArrayList<>();
    for (Measurement each : shown) {
      // LSTMs alone: the article's ones need looks of their own here.
      Line.Look look = each.cell().article() ? articleLstm(each.cell()) : look(each.cell());
      lines.add(line(each.cell().label(), look, each.cellShares()));
    }
    LineChart chart = chart("Share of dLoss/dc left by distance", "share, dLoss/dc", lines);
    return new Figure("The memory cell c " + moment.label(), chart.withSize(LineChart.HALF, LOW));
  }

  /** What each distance adds to an update of the recurrent weights, relative to the weights. */
  public Figure updates() {
    List<Line> lines = new ArrayList<>();
    for (Measurement each : report.at(Moment.INITIALIZATION)) {
      if (!each.cell().article() || each.cell().rnn()) {
        double[] shares = each.updateShares(UpdateTable.LEARNING_RATE);
        lines.add(new Line(each.cell().label(), look(each.cell()), points(shares)));
      }
    }
    LineChart chart = chart("Update by distance", "update / weight", lines);
    return new Figure(
        "What a word adds to the update of the recurrent weights, by its distance",
        chart,
        "A word that is far from the loss hardly changes the weights: its share of the update"
            + " vanishes with the gradient.");
  }

  /** An RNN whose recurrent weights are scaled up: the norm grows with the distance. */
  public Figure scaled() {
    List<Line> lines = new ArrayList<>();
    for (ScaledMeasurement each : report.scaled()) {
      String name = "spectral radius " + NumberText.fixed(each.radius(), 1);
      lines.add(line(name, Line.Look.compared(lines.size()), each.hiddenShares()));
    }
    LineChart chart = chart("Share of dLoss/dh by distance", "share of dLoss/dh", lines);
    return new Figure(
        "RNN (tanh) with scaled recurrent weights", chart, GradientWords.growth(report.scaled()));
  }

  /** The norm of the gradients over the steps of the trainings without and with clipping. */
  public Figure clippedNorms() {
    List<Line> lines = new ArrayList<>();
    for (ClippingRun run : report.clippings()) {
      if (run.clipped()) {
        lines.add(overSteps("with clipping, before it", 1, run, ClippingRun.Step::norm));
        lines.add(overSteps("with clipping, used", 2, run, ClippingRun.Step::update));
      } else {
        lines.add(overSteps("without clipping", 0, run, ClippingRun.Step::norm));
      }
    }
    return overSteps("Norm of the gradients", "norm of all gradients", lines);
  }

  /** The loss over the steps of the trainings without and with clipping. */
  public Figure clippedLosses() {
    List<Line> lines = new ArrayList<>();
    for (ClippingRun run : report.clippings()) {
      String name = run.clipped() ? "with clipping" : "without clipping";
      lines.add(overSteps(name, run.clipped() ? 1 : 0, run, ClippingRun.Step::loss));
    }
    return overSteps("Loss", "mean squared error", lines);
  }

  private static Line overSteps(
      String name, int look, ClippingRun run, Function<ClippingRun.Step, Double> value) {
    List<Line.Point> points = new ArrayList<>();
    for (int k = 0; k < run.steps().size(); k++) {
      points.add(new Line.Point(k + 1, value.apply(run.steps().get(k))));
    }
    return new Line(name, Line.Look.compared(look), points);
  }

  private Figure overSteps(String title, String unit, List<Line> lines) {
    Axis x = LinearAxis.counting("optimizer step", 1, report.settings().clippingSteps());
    LogAxis y = LogAxis.covering(unit, values(lines));
    return new Figure(
        title, new LineChart(title + " over steps", LineChart.HALF, LOW, x, y, lines));
  }

  private static List<Line> lines(
      List<Measurement> shown, Function<Measurement, List<Band>> shares) {
    return shown.stream()
        .map(each -> line(each.cell().label(), look(each.cell()), shares.apply(each)))
        .toList();
  }

  private static Line line(String name, Line.Look look, List<Band> bands) {
    List<Line.Range> ranges =
        IntStream.range(0, bands.size())
            .mapToObj(d -> new Line.Range(d, bands.get(d).low(), bands.get(d).high()))
            .toList();
    return new Line(name, look, points(Band.medians(bands)), ranges);
  }

  private static List<Line.Point> points(double[] values) {
    List<Line.Point> points = new ArrayList<>();
    for (int d = 0; d < values.length; d++) {
      // A line ends where it reaches the lower edge, and begins where there is a gradient.
      boolean below = d > 0 && values[d - 1] < LEAST_SHARE && values[d] < LEAST_SHARE;
      points.add(new Line.Point(d, below || values[d] == 0 ? Double.NaN : values[d]));
    }
    return points;
  }

  private static LineChart chart(String description, String unit, List<Line> lines) {
    int last = lines.stream().mapToInt(line -> line.points().size() - 1).max().orElse(1);
    return new LineChart(
        description,
        LineChart.FULL,
        TALL,
        LinearAxis.counting(DISTANCE, 0, last),
        LogAxis.covering(unit, values(lines)).withLowest(LEAST_EXPONENT),
        lines);
  }

  private static DoubleStream values(List<Line> lines) {
    return DoubleStream.concat(
        lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Line.Point::y),
        lines.stream().flatMap(line -> line.band().stream()).mapToDouble(Line.Range::high));
  }

  private static Line.Look articleLstm(GradientCell cell) {
    return cell == GradientCell.ARTICLE_LSTM ? Line.Look.FIFTH : Line.Look.SIXTH;
  }

  /**
   * A cell has the same colour in every figure, and the article's gated cells that of their kin.
   */
  private static Line.Look look(GradientCell cell) {
    return switch (cell) {
      case RNN -> Line.Look.FIRST;
      case ARTICLE_RNN -> Line.Look.SECOND;
      case LSTM, ARTICLE_LSTM -> Line.Look.THIRD;
      case LSTM_FORGET_1, ARTICLE_LSTM_FORGET_1 -> Line.Look.FOURTH;
      case GRU, ARTICLE_GRU -> Line.Look.FIFTH;
    };
  }
}
