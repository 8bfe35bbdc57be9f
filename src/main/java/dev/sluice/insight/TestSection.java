package dev.sluice.insight;

import dev.sluice.insight.chart.Figure;
import dev.sluice.insight.chart.Line;
import dev.sluice.insight.chart.LineChart;
import dev.sluice.insight.chart.LinearAxis;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import dev.sluice.train.evaluation.ConfusionMatrix;
import dev.sluice.train.evaluation.RocCurve;
import java.util.List;
import java.util.Locale;

/** The section with the ROC curve and the confusion matrix on the test split. */
final class TestSection implements PagePart {
  private static final int ROC_HEIGHT = 400;

  private final TestResult test;

  TestSection(TestResult test) {
    this.test = test;
  }

  @Override
  public void write(Markup page) {
    page.open("section").line().element("h2", "Test").line();
    page.open("div", "class", "pair").line();
    test.roc().ifPresent(roc -> roc(page, roc));
    confusion(page);
    page.close().close().line();
  }

  private static void roc(Markup page, RocCurve roc) {
    List<Line.Point> points =
        roc.points().stream()
            .map(p -> new Line.Point(p.falsePositiveRate(), p.truePositiveRate()))
            .toList();
    List<Line.Point> diagonal = List.of(new Line.Point(0, 0), new Line.Point(1, 1));
    LineChart chart =
        new LineChart(
            "True positive rate over false positive rate",
            LineChart.HALF,
            ROC_HEIGHT,
            LinearAxis.share("false positive rate"),
            LinearAxis.share("true positive rate"),
            List.of(
                new Line("chance", Line.Look.REFERENCE, diagonal),
                new Line("AUC " + NumberText.fixed(roc.area(), 4), Line.Look.TRAINING, points)));
    new Figure("ROC curve", chart).write(page);
  }

  private void confusion(Markup page) {
    ConfusionMatrix confusion = test.confusion();
    int classes = confusion.classes();
    page.open("figure").open("figcaption").element("b", "Confusion matrix").close().line();
    page.open(
        "div",
        "class",
        "scroll",
        "role",
        "region",
        "tabindex",
        "0",
        "aria-label",
        "Confusion matrix");
    page.open("table", "class", "confusion").open("thead");
    page.open("tr").element("td", "").element("th", "predicted", "colspan", "" + classes);
    page.element("td", "").close().line();
    page.open("tr").element("th", "actual");
    test.classNames().forEach(name -> page.element("th", name, "scope", "col"));
    page.element("th", "recall", "scope", "col").close().close().line();
    page.open("tbody").line();
    for (int label = 0; label < classes; label++) {
      page.open("tr").element("th", test.classNames().get(label), "scope", "row");
      for (int predicted = 0; predicted < classes; predicted++) {
        cell(page, label, predicted);
      }
      page.element("td", NumberText.percent(confusion.recall(label), 1)).close().line();
    }
    page.open("tr").element("th", "precision", "scope", "row");
    for (int predicted = 0; predicted < classes; predicted++) {
      page.element("td", NumberText.percent(confusion.precision(predicted), 1));
    }
    page.element("td", "").close().close().close().close().close().line();
  }

  /** Writes a cell of the matrix, shaded by its share of the row. */
  private void cell(Markup page, int label, int predicted) {
    long row = 0;
    for (int other = 0; other < test.confusion().classes(); other++) {
      row += test.confusion().count(label, other);
    }
    long count = test.confusion().count(label, predicted);
    double share = row == 0 ? 0 : (double) count / row;
    page.element(
        "td",
        NumberText.count(count),
        "class",
        label == predicted ? "right" : "wrong",
        "style",
        String.format(Locale.ROOT, "--share:%.3f", share));
  }
}
