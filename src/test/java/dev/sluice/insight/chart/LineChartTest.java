package dev.sluice.insight.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.ParsedPage;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineChartTest {

  @Test
  void interruptsALineAtAPointThatIsNotFinite() {
    ParsedPage page = draw(Line.Look.PLAIN, 0, 1, Double.NaN, 1, 0, Double.POSITIVE_INFINITY, 0.5);
    assertEquals(2, page.all("path").size());
    assertEquals(1, page.all("circle").size(), "a point alone is a mark");
  }

  @Test
  void drawsTheEndsOfTheRangeAtTheEdgesOfThePlot() {
    ParsedPage page = draw(Line.Look.PLAIN, 0, 1);
    // From the lower left to the upper right corner.
    assertEquals(List.of("M52 158L416 28"), page.attributes("path", "d"));
    assertEquals("0 0 440 200", page.attributes("svg", "viewBox").get(0));
  }

  @Test
  void marksThePointsOfAShortLineWithTheirValues() {
    ParsedPage page = draw(Line.Look.HELD_OUT, 0.25, 0.75);
    assertEquals(List.of("line: 0.2500", "line: 0.7500"), page.texts("title"));
  }

  @Test
  void leavesOutPointsThatNobodySeesButTheLast() {
    double[] flat = new double[100_000];
    flat[flat.length - 1] = 1;
    String path = draw(Line.Look.PLAIN, flat).attributes("path", "d").get(0);
    assertTrue(path.length() < 12_000, path.length() + " characters");
    assertTrue(path.endsWith("L416 28"), "ends at the last point");
  }

  private static ParsedPage draw(Line.Look look, double... values) {
    List<Line.Point> points =
        IntStream.range(0, values.length).mapToObj(i -> new Line.Point(i, values[i])).toList();
    Axis x = new LinearAxis("step", 0, values.length - 1, 1 + values.length / 5);
    Axis y = LinearAxis.covering("loss", DoubleStream.of(0, 1));
    Markup page = new Markup();
    new LineChart("a chart", LineChart.HALF, 200, x, y, List.of(new Line("line", look, points)))
        .write(page);
    return ParsedPage.parse(page.toString());
  }

  @Test
  void drawsABandFromItsHighEndsToItsLowOnes() {
    Line line =
        new Line(
            "line",
            Line.Look.FIRST,
            List.of(new Line.Point(0, 0.5), new Line.Point(1, 0.5)),
            List.of(new Line.Range(0, 0, 1), new Line.Range(1, 0, 1)));
    ParsedPage page = draw(LinearAxis.share(""), line);
    assertEquals("M52 28L416 28L416 158L52 158Z", page.attributes("path", "d").get(0));
    assertTrue(page.attributes("g", "class").contains("band first"));
  }

  @Test
  void onALogarithmicAxisZeroLiesAtTheLowerEdge() {
    Line line =
        new Line(
            "line",
            Line.Look.FIRST,
            List.of(new Line.Point(0, 1), new Line.Point(1, 0), new Line.Point(1, 1e-9)));
    ParsedPage page = draw(new LogAxis("", -3, 0), line);
    assertEquals("M52 28L416 158L416 158", page.attributes("path", "d").get(0));
  }

  @Test
  void aWideFigureIsDrawnForNarrowScreensToo() {
    LineChart chart =
        new LineChart(
            "a chart",
            LineChart.FULL,
            300,
            LinearAxis.share("x"),
            LinearAxis.share("y"),
            List.of(new Line("line", Line.Look.FIRST, List.of(new Line.Point(0, 1)))));
    Markup page = new Markup();
    new Figure("title", chart, "remark").write(page);
    ParsedPage parsed = ParsedPage.parse(page.toString());
    assertEquals(List.of("0 0 912 300", "0 0 360 288"), parsed.attributes("svg", "viewBox"));
    assertEquals(List.of("remark"), parsed.texts("p"));
  }

  private static ParsedPage draw(Axis y, Line line) {
    Markup page = new Markup();
    new LineChart("a chart", LineChart.HALF, 200, LinearAxis.share("x"), y, List.of(line))
        .write(page);
    return ParsedPage.parse(page.toString());
  }
}
