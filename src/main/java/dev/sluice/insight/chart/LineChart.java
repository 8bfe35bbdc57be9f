package dev.sluice.insight.chart;

import dev.sluice.argument.Require;
import dev.sluice.insight.page.Markup;
import dev.sluice.insight.page.NumberText;
import dev.sluice.insight.page.PagePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line chart as SVG. It scales to the available width and uses the colours of the page.
 * Coordinates are rounded, so that equal input gives equal source. Lines and bands that leave the
 * range of an axis are cut at the edge of the plot.
 *
 * @param description text for screen readers
 * @param width width of the drawing; text has the size of the page where the drawing is as wide
 * @param height height of the drawing, in the same unit
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param lines the lines, from back to front
 */
public record LineChart(String description, int width, int height, Axis x, Axis y, List<Line> lines)
    implements PagePart {
  /** The width of a chart that has half of the page. */
  public static final int HALF = 440;

  /** The width of a chart that has the whole page. */
  public static final int FULL = 912;

  private static final int LEFT = 52;
  private static final int RIGHT = 24;
  private static final int TOP = 28;
  private static final int BOTTOM = 42;

  /** The points of lines with at most this many points are marked. */
  private static final int MAX_MARKED = 30;

  /** Points closer to the last one drawn than this, in units of the drawing, are left out. */
  private static final double RESOLUTION = 0.4;

  /** Copies the list. */
  public LineChart {
    Require.present("description", description);
    Require.present("x", x);
    Require.present("y", y);
    lines = Require.copyOf("lines", lines);
  }

  /** The same lines at another size. */
  public LineChart withSize(int width, int height) {
    return new LineChart(description, width, height, x, y, lines);
  }

  /** Draws the chart. */
  @Override
  public void write(Markup page) {
    page.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + width + " " + height,
        "role",
        "img",
        "aria-label",
        description);
    page.line();
    drawAxes(page);
    lines.forEach(line -> drawBand(page, line));
    lines.forEach(line -> drawLine(page, line));
    page.close().line();
  }

  private void drawAxes(Markup page) {
    page.open("g", "class", "axis");
    for (double tick : y.ticks()) {
      String at = number(down(tick));
      rule(page, "grid", number(LEFT), at, number(width - RIGHT), at);
      label(page, y.label(tick), LEFT - 8, down(tick) + 4, "end");
    }
    double bottom = height - BOTTOM;
    for (double tick : x.ticks()) {
      String at = number(across(tick));
      rule(page, "tick", at, number(bottom), at, number(bottom + 4));
      label(page, x.label(tick), across(tick), bottom + 18, "middle");
    }
    rule(page, "base", number(LEFT), number(bottom), number(width - RIGHT), number(bottom));
    label(page, y.title(), 2, 13, "start");
    label(page, x.title(), width - RIGHT, height - 6, "end");
    page.close().line();
  }

  private void drawLine(Markup page, Line line) {
    page.open("g", "class", line.look().cssClass());
    for (List<Line.Point> segment : segments(line)) {
      if (segment.size() > 1) {
        page.empty("path", "d", path(segment));
      }
      if (segment.size() == 1 || marked(line)) {
        segment.forEach(point -> mark(page, line, point));
      }
    }
    page.close().line();
  }

  /** Draws the area between the ends of the band. */
  private void drawBand(Markup page, Line line) {
    List<Line.Range> band = line.band().stream().filter(Line.Range::finite).toList();
    if (band.isEmpty()) {
      return;
    }
    StringBuilder path = new StringBuilder();
    for (Line.Range range : band) {
      path.append(path.isEmpty() ? 'M' : 'L').append(place(range.x(), range.high()));
    }
    for (int i = band.size() - 1; i >= 0; i--) {
      path.append('L').append(place(band.get(i).x(), band.get(i).low()));
    }
    page.open("g", "class", "band " + line.look().cssClass());
    page.empty("path", "d", path.append('Z').toString()).close().line();
  }

  private static boolean marked(Line line) {
    return line.look().marked() && line.points().size() <= MAX_MARKED;
  }

  /** The parts of a line between points that are not finite. */
  private static List<List<Line.Point>> segments(Line line) {
    List<List<Line.Point>> segments = new ArrayList<>();
    List<Line.Point> current = new ArrayList<>();
    for (Line.Point point : line.points()) {
      if (point.finite()) {
        current.add(point);
      } else if (!current.isEmpty()) {
        segments.add(current);
        current = new ArrayList<>();
      }
    }
    if (!current.isEmpty()) {
      segments.add(current);
    }
    return segments;
  }

  private String path(List<Line.Point> segment) {
    StringBuilder path = new StringBuilder();
    Line.Point drawn = null;
    for (int i = 0; i < segment.size(); i++) {
      Line.Point point = segment.get(i);
      boolean last = i == segment.size() - 1;
      if (drawn == null || last || distance(drawn, point) >= RESOLUTION) {
        path.append(drawn == null ? 'M' : 'L').append(place(point.x(), point.y()));
        drawn = point;
      }
    }
    return path.toString();
  }

  private String place(double x, double y) {
    return number(across(x)) + " " + number(down(y));
  }

  private double distance(Line.Point a, Line.Point b) {
    return Math.hypot(across(a.x()) - across(b.x()), down(a.y()) - down(b.y()));
  }

  private void mark(Markup page, Line line, Line.Point point) {
    page.open("circle", "cx", number(across(point.x())), "cy", number(down(point.y())), "r", "3.5");
    // Browsers show a title when the pointer rests on its element.
    page.element("title", line.name() + ": " + NumberText.significant(point.y(), 4)).close();
  }

  private static void rule(
      Markup page, String cssClass, String x1, String y1, String x2, String y2) {
    page.empty("line", "class", cssClass, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
  }

  private static void label(Markup page, String text, double x, double y, String anchor) {
    page.element("text", text, "x", number(x), "y", number(y), "text-anchor", anchor);
  }

  private double across(double value) {
    return LEFT + inside(x.position(value)) * (width - LEFT - RIGHT);
  }

  private double down(double value) {
    return TOP + (1 - inside(y.position(value))) * (height - TOP - BOTTOM);
  }

  /** A position within the plot. On a logarithmic axis, 0 has none and lies at the lower edge. */
  private static double inside(double position) {
    return Double.isNaN(position) ? 0 : Math.min(1, Math.max(0, position));
  }

  private static String number(double coordinate) {
    String text = String.format(Locale.ROOT, "%.1f", coordinate);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
