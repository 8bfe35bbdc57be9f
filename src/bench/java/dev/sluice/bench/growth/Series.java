package dev.sluice.bench.growth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.bench.LayerShape;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measurements of one layer, forward and backward, with one of its sizes doubled repeatedly.
 *
 * @param size the one that is doubled: T, N or H
 * @param points in the size's order, at least three
 */
record Series(String cell, String size, List<Point> points) {

  /**
   * The measurements of one shape.
   *
   * @param value of the size that varies
   * @param seconds of the median pass
   * @param peakBytes the largest live heap of the process, between the passes or after them
   * @param layerBytes the difference to the live heap without a layer
   */
  record Point(LayerShape shape, int value, double seconds, long peakBytes, long layerBytes) {

    @JsonProperty
    double secondsPerStep() {
      return seconds / shape.timesteps();
    }
  }

  /** The exponent p such that the time per step grows as the size to the power p. */
  @JsonProperty
  double timeExponent() {
    return slope(points, Point::secondsPerStep);
  }

  /**
   * The exponent p such that the memory grows as the size to the power p. It uses the increments of
   * each doubling, so that constant parts, such as weights and classes, do not reduce it.
   */
  @JsonProperty
  double memoryExponent() {
    return slope(
        points.subList(1, points.size()),
        point -> point.layerBytes() - points.get(points.indexOf(point) - 1).layerBytes());
  }

  /** The slope of the least-squares line through the logarithms. */
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
