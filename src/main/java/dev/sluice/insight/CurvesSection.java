package dev.sluice.insight;

import dev.sluice.insight.chart.Axis;
import dev.sluice.insight.chart.Figure;
import dev.sluice.insight.chart.Line;
import dev.sluice.insight.chart.LineChart;
import dev.sluice.insight.chart.LinearAxis;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.PagePart;
import dev.sluice.train.EpochMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The section with the training curves over steps and epochs, and the metrics of each epoch. */
final class CurvesSection implements PagePart {
  private static final int TALL = 270;
  private static final int LOW = 200;

  /** The height of two low charts with a caption between them. */
  private static final int TALL_AS_TWO = 470;

  private final TrainingHistory history;

  CurvesSection(TrainingHistory history) {
    this.history = history;
  }

  /** Writes the section; nothing if the history is empty. */
  @Override
  public void write(Markup page) {
    if (history.epochs().isEmpty() && history.steps().isEmpty()) {
      return;
    }
    page.open("section").line().element("h2", "Training").line();
    page.open("div", "class", "pair").line();
    loss(page);
    accuracy(page);
    learningRate(page);
    gradientNorm(page);
    page.close().line();
    page.element(
        "p",
        "Training metrics are measured on each batch before its update, with dropout; held-out"
            + " metrics are measured after each epoch.",
        "class",
        "note");
    page.line();
    new EpochTable(history).write(page);
    page.close().line();
  }

  private void loss(Markup page) {
    List<Line.Point> training = points(StepPoint::loss);
    List<Line> lines = new ArrayList<>();
    if (training.isEmpty()) {
      lines.add(new Line("training", Line.Look.TRAINING, atEpochEnds(EpochMetrics::loss)));
    } else {
      lines.addAll(smoothed(training));
    }
    addIfAny(
        lines, new Line("held-out", Line.Look.HELD_OUT, atEpochEnds(EpochMetrics::validationLoss)));
    Axis y = LinearAxis.covering("loss", values(lines));
    int height = hasAccuracyCurve() || history.steps().isEmpty() ? TALL : TALL_AS_TWO;
    figure(
        page,
        "Loss",
        new LineChart("Loss over steps", LineChart.HALF, height, stepAxis(lines), y, lines));
  }

  /**
   * Whether there is an accuracy curve. One epoch gives no curve, and a loss without classes has no
   * accuracy.
   */
  private boolean hasAccuracyCurve() {
    return history.epochs().size() > 1
        && history.epochs().stream().anyMatch(e -> e.accuracy() > 0 || e.validationAccuracy() > 0);
  }

  private void accuracy(Markup page) {
    if (!hasAccuracyCurve()) {
      return;
    }
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("training", Line.Look.TRAINING, byEpoch(EpochMetrics::accuracy)));
    addIfAny(
        lines, new Line("held-out", Line.Look.HELD_OUT, byEpoch(EpochMetrics::validationAccuracy)));
    Axis y = LinearAxis.covering("accuracy, %", values(lines));
    Axis x = LinearAxis.counting("epoch", 1, lastEpoch());
    figure(
        page, "Accuracy", new LineChart("Accuracy over epochs", LineChart.HALF, TALL, x, y, lines));
  }

  private void learningRate(Markup page) {
    List<Line.Point> rates = points(StepPoint::learningRate);
    overSteps(page, "Learning rate", "rate", List.of(new Line("", Line.Look.PLAIN, rates)));
  }

  private static void figure(Markup page, String title, LineChart chart) {
    new Figure(title, chart).write(page);
  }

  private void gradientNorm(Markup page) {
    overSteps(
        page, "Gradient norm", "norm before clipping", smoothed(points(StepPoint::gradientNorm)));
  }

  private void overSteps(Markup page, String title, String unit, List<Line> lines) {
    if (values(lines).noneMatch(Double::isFinite)) {
      return;
    }
    // Both quantities are at least 0, and their distance from 0 matters.
    Axis y = LinearAxis.covering(unit, DoubleStream.concat(DoubleStream.of(0), values(lines)));
    figure(
        page,
        title,
        new LineChart(title + " over steps", LineChart.HALF, LOW, stepAxis(lines), y, lines));
  }

  /** Two lines: the noisy values of single steps, and their smoothed curve in front. */
  private static List<Line> smoothed(List<Line.Point> points) {
    return List.of(
        new Line("raw", Line.Look.FAINT, points),
        new Line("smoothed", Line.Look.TRAINING, Smoothing.of(points)));
  }

  private Axis stepAxis(List<Line> lines) {
    double last =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(Line.Point::x)
            .max()
            .orElse(1);
    return LinearAxis.counting("training step", 0, last);
  }

  private static void addIfAny(List<Line> lines, Line line) {
    if (line.points().stream().anyMatch(Line.Point::finite)) {
      lines.add(line);
    }
  }

  private static DoubleStream values(List<Line> lines) {
    return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Line.Point::y);
  }

  private List<Line.Point> points(ToDoubleFunction<StepPoint> value) {
    return history.steps().stream()
        .map(point -> new Line.Point(point.step(), value.applyAsDouble(point)))
        .toList();
  }

  private List<Line.Point> atEpochEnds(ToDoubleFunction<EpochMetrics> value) {
    return history.epochs().stream()
        .map(e -> new Line.Point((e.epoch() + 1) * history.stepsPerEpoch(), value.applyAsDouble(e)))
        .toList();
  }

  private List<Line.Point> byEpoch(ToDoubleFunction<EpochMetrics> share) {
    return history.epochs().stream()
        .map(e -> new Line.Point(e.epoch() + 1, 100 * share.applyAsDouble(e)))
        .toList();
  }

  private double lastEpoch() {
    return history.epochs().get(history.epochs().size() - 1).epoch() + 1;
  }
}
