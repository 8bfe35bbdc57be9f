package dev.sluice.bench.gpu;

import java.util.Locale;

/** An SVG picture of shapes and text. */
final class Svg {
  private final StringBuilder source = new StringBuilder();

  /** Creates a white page. */
  Svg(double width, double height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
            + " font-family=\"sans-serif\" font-size=\"11\">%n",
        width, height);
    rectangle(0, 0, width, height, "white");
  }

  /** Adds a filled rectangle. */
  void rectangle(double x, double y, double width, double height, String colour) {
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
        x, y, width, height, colour);
  }

  /** Adds a straight line. */
  void line(double x1, double y1, double x2, double y2, String colour) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
        x1, y1, x2, y2, colour);
  }

  /** Adds a thick line through points, each x and y, with a dot at each point. */
  void curve(double[][] points, String colour) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", point[0], point[1]));
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
        path.toString().strip(), colour);
    for (double[] point : points) {
      add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", point[0], point[1], colour);
    }
  }

  /**
   * Adds text; it must not contain markup.
   *
   * @param anchor which part of the text is at the point: {@code start}, {@code middle} or {@code
   *     end}
   */
  void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
  }

  /** Adds larger text. */
  void title(double x, double y, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" font-size=\"14\">%s</text>%n", x, y, text);
  }

  /** The source of the picture. */
  @Override
  public String toString() {
    return source + "</svg>" + System.lineSeparator();
  }

  private void add(String format, Object... values) {
    source.append(String.format(Locale.ROOT, format, values));
  }
}
