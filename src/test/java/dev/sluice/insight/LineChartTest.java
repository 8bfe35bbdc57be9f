package dev.sluice.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineChartTest {

  @Test
  void interruptsALineAtAPointThatIsNotFinite() {
    Page page = draw(Line.Look.PLAIN, 0, 1, Double.NaN, 1, 0, Double.POSITIVE_INFINITY, 0.5);
    assertEquals(2, page.all("path").size());
    assertEquals(1, page.all("circle").size(), "a point alone is a mark");
  }

  @Test
  void drawsTheEndsOfTheRangeAtTheEdgesOfThePlot() {
    Page page = draw(Line.Look.PLAIN, 0, 1);
    // From the lower left to the upper right corner.
    assertEquals(List.of("M52 158L416 28"), page.attributes("path", "d"));
    assertEquals("0 0 440 200", page.attributes("svg", "viewBox").get(0));
  }

  @Test
  void marksThePointsOfAShortLineWithTheirValues() {
    Page page = draw(Line.Look.HELD_OUT, 0.25, 0.75);
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

  private static Page draw(Line.Look look, double... values) {
    List<Line.Point> points =
        IntStream.range(0, values.length).mapToObj(i -> new Line.Point(i, values[i])).toList();
    Axis x = new Axis("step", 0, values.length - 1, 1 + values.length / 5);
    Axis y = Axis.covering("loss", DoubleStream.of(0, 1));
    Markup page = new Markup();
    new LineChart("a chart", 200, x, y, List.of(new Line("line", look, points))).draw(page);
    return Page.parse(page.toString());
  }
}
