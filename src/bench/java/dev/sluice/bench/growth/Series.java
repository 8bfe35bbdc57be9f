package dev.sluice.bench.growth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.bench.LayerShape;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One layer, forward and back, with one of its sizes doubled again and again.
 *
 * @param size which: T, N or H
 * @param points in the size's order, at least three
 */
record Series(String cell, String size, List<Point> points) {

  /**
   * One shape.
   *
   * @param value of the size that varies
   * @param seconds of the median pass
   * @param peakBytes the largest live heap of the process, in the middle of a pass or after it
   * @param layerBytes by how much that is more than without a layer
   */
  record Point(LayerShape shape, int value, double seconds, long peakBytes, long layerBytes) {

    @JsonProperty
    double secondsPerStep() {
      return seconds / shape.timesteps();
    }
  }

  /** The power of the size that the time per step follows. */
  @JsonProperty
  double timeExponent() {
    return slope(points, Point::secondsPerStep);
  }

  /**
   * The power of the size that the memory follows, from what each doubling adds: so what does not
   * grow, weights or the program's own classes, does not flatten it.
   */
  @JsonProperty
  double memoryExponent() {
    return slope(
        points.subList(1, points.size()),
        point -> point.layerBytes() - points.get(points.indexOf(point) - 1).layerBytes());
  }

  /** That of the least-squares line through the logarithms. */
  private static double slope(List<Point> points, ToDoubleFunction<Point> quantity) {
    double n = points.size();
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (Point point : points) {
      double logX = Math.log(point.value());
      double logY = Math.log(quantity.applyAsDouble(point));
      x += logX;
      y += logY;
      xx += logX * logX;
      xy += logX * logY;
    }
    return (n * xy - x * y) / (n * xx - x * x);
  }
}
