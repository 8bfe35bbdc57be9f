package dev.sluice.bench.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Draws {@link Series} as SVG: time per step above, memory of the layer below, a panel for each
 * size, a line for each cell. Both scales are logarithmic, and an octave is as wide as it is high,
 * so that linear growth has a slope of one.
 */
final class GrowthPicture {
  private static final int OCTAVE = 34;
  private static final int LEFT = 64;
  private static final int GAP = 78;
  private static final int TOP = 66;
  private static final List<String> COLOURS = List.of("#2563a8", "#d9730d", "#3f8f4f");

  /** One of the two rows of panels. */
  private record Quantity(String title, String unit, ToDoubleFunction<Series.Point> of) {}

  private static final List<Quantity> QUANTITIES =
      List.of(
          new Quantity("Time per step", "µs", point -> point.secondsPerStep() * 1e6),
          new Quantity("Memory", "MB", point -> point.layerBytes() * 1e-6));

  private final StringBuilder svg = new StringBuilder();
  private final List<Series> series;
  private final List<String> cells;
  private final List<String> sizes;
  private final int side;

  private GrowthPicture(List<Series> series) {
    this.series = series;
    cells = series.stream().map(Series::cell).distinct().toList();
    sizes = series.stream().map(Series::size).distinct().toList();
    side = OCTAVE * (series.get(0).points().size() - 1);
  }

  static String of(List<Series> series) {
    GrowthPicture picture = new GrowthPicture(series);
    picture.draw();
    return picture.svg.toString();
  }

  private void draw() {
    List<Integer> tops = new ArrayList<>();
    int height = TOP;
    for (Quantity quantity : QUANTITIES) {
      tops.add(height);
      height += octaves(quantity) * OCTAVE + 64;
    }
    int width = LEFT + sizes.size() * (side + GAP);
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">%n",
        width, height, width, height);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
    for (int k = 0; k < cells.size(); k++) {
      add("<circle cx=\"%d\" cy=\"18\" r=\"5\" fill=\"%s\"/>%n", LEFT + 80 * k, colour(k));
      text(LEFT + 80 * k + 10, 22, "start", cells.get(k));
    }
    for (int row = 0; row < QUANTITIES.size(); row++) {
      for (int column = 0; column < sizes.size(); column++) {
        drawPanel(
            QUANTITIES.get(row), sizes.get(column), LEFT + column * (side + GAP), tops.get(row));
      }
    }
    add("</svg>%n");
  }

  private void drawPanel(Quantity quantity, String size, int left, int top) {
    int octaves = octaves(quantity);
    double lowest = lowest(quantity);
    int bottom = top + octaves * OCTAVE;
    text(left, top - 10, "start", quantity.title() + " (" + quantity.unit() + ") by " + size);
    for (int k = 0; k <= octaves; k += 2) {
      int y = bottom - k * OCTAVE;
      add(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>%n",
          left, left + side, y, y);
      text(left - 8, y + 4, "end", label(lowest * (1L << k)));
    }
    List<Series> shown = series.stream().filter(one -> one.size().equals(size)).toList();
    List<Series.Point> points = shown.get(0).points();
    for (int k = 0; k < points.size(); k++) {
      int x = left + k * OCTAVE;
      add("<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#eee\"/>%n", x, x, top, bottom);
      text(x, bottom + 18, "middle", Integer.toString(points.get(k).value()));
    }
    for (Series one : shown) {
      StringBuilder line = new StringBuilder();
      String colour = colour(cells.indexOf(one.cell()));
      for (int k = 0; k < one.points().size(); k++) {
        double value = quantity.of().applyAsDouble(one.points().get(k));
        double y = bottom - OCTAVE * log2(value / lowest);
        line.append(String.format(Locale.ROOT, "%d,%.1f ", left + k * OCTAVE, y));
        add(
            "<circle cx=\"%d\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n",
            left + k * OCTAVE, y, colour);
      }
      add(
          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>%n",
          line.toString().strip(), colour);
    }
  }

  /** A power of two, in the unit, below all values. */
  private double lowest(Quantity quantity) {
    double least = values(quantity).min().orElseThrow();
    return Math.pow(2, Math.floor(log2(least)));
  }

  private int octaves(Quantity quantity) {
    double most = values(quantity).max().orElseThrow();
    return (int) Math.ceil(log2(most / lowest(quantity)));
  }

  private DoubleStream values(Quantity quantity) {
    return series.stream().flatMap(one -> one.points().stream()).mapToDouble(quantity.of());
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  private static String label(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.2f" : "%.0f", value);
  }

  private static String colour(int cell) {
    return COLOURS.get(cell % COLOURS.size());
  }

  private void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
