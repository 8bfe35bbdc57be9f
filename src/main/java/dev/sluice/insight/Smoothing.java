package dev.sluice.insight;

import dev.sluice.insight.chart.Line;
import java.util.ArrayList;
import java.util.List;

/** Smooths a line with a centred moving average, which does not lag behind the values. */
final class Smoothing {
  /** The window reaches this share of the line to either side. */
  private static final double REACH = 0.02;

  private Smoothing() {}

  /**
   * Replaces each point by the mean of the points in its window. A window with a point that is not
   * finite gives NaN.
   */
  static List<Line.Point> of(List<Line.Point> points) {
    int reach = (int) Math.ceil(points.size() * REACH);
    List<Line.Point> smooth = new ArrayList<>(points.size());
    for (int i = 0; i < points.size(); i++) {
      double mean =
          points.subList(Math.max(0, i - reach), Math.min(points.size(), i + reach + 1)).stream()
              .mapToDouble(Line.Point::y)
              .average()
              .orElseThrow();
      smooth.add(new Line.Point(points.get(i).x(), mean));
    }
    return smooth;
  }
}
