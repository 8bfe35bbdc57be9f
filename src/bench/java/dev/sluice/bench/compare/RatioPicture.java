package dev.sluice.bench.compare;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Draws how many times as fast as each other engine this engine is, as SVG: a panel for each number
 * of threads, a line for each workload, a dot for each engine. The scale is logarithmic, so that
 * twice and half as fast have the same distance from 1. A ratio beyond the scale is a number at its
 * end.
 */
final class RatioPicture {
  private static final int LEFT = 210;
  private static final int WIDTH = 560;
  private static final int BEYOND = 46;
  private static final int LAST = 84;
  private static final int ROW = 20;
  private static final int LEGEND = 58;
  private static final int PANEL = 30;
  private static final double LEAST = 0.5;
  private static final double MOST = 8;
  private static final double[] TICKS = {0.5, 0.7, 1, 1.5, 2, 3, 4, 6, 8};

  /** The same engine has the same colour in every picture. */
  private static final Map<String, String> COLOURS =
      Map.of(
          CompareReport.PLAIN,
          "#2563a8",
          "pytorch",
          "#d9730d",
          "djl",
          "#3f8f4f",
          "dl4j",
          "#8a4fa3");

  private final StringBuilder svg = new StringBuilder();
  private final CompareReport report;
  private final List<String> competitors;
  private final int width;

  private RatioPicture(CompareReport report) {
    this.report = report;
    this.competitors = report.competitors();
    this.width = LEFT + WIDTH + BEYOND * competitors.size() + LAST;
  }

  static String of(CompareReport report) {
    RatioPicture picture = new RatioPicture(report);
    picture.draw();
    return picture.svg.toString();
  }

  private void draw() {
    int height = LEGEND + 10;
    for (CompareReport.Limit limit : report.limits()) {
      height += PANEL + rows(limit).size() * ROW + 26;
    }
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">%n",
        width, height, width, height);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
    drawLegend();
    int top = LEGEND;
    for (CompareReport.Limit limit : report.limits()) {
      top = drawPanel(limit, top);
    }
    add("</svg>%n");
  }

  private void drawLegend() {
    text(
        12,
        22,
        "start",
        "font-size=\"15\" font-weight=\"bold\"",
        "How many times as fast Sluice is; work is N,T,I,H");
    int x = LEFT;
    for (int k = 0; k < competitors.size(); k++) {
      add("<circle cx=\"%d\" cy=\"42\" r=\"5\" fill=\"%s\"/>%n", x, colour(k));
      text(x + 10, 46, "start", "", competitors.get(k));
      x += 40 + 8 * competitors.get(k).length();
    }
    text(width - 12, 46, "end", "font-size=\"11\"", "fastest peer");
  }

  /** Draws a panel; returns the top of the next one. */
  private int drawPanel(CompareReport.Limit limit, int top) {
    List<CompareReport.Row> rows = rows(limit);
    int first = top + PANEL;
    int bottom = first + rows.size() * ROW;
    text(12, top + 20, "start", "font-weight=\"bold\"", limit.name());
    for (double tick : TICKS) {
      add(
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"%s\"/>%n",
          place(tick),
          place(tick),
          first - 4,
          bottom,
          tick == 1 ? "#222" : "#ddd",
          tick == 1 ? "1.6" : "1");
      text(place(tick), bottom + 14, "middle", "font-size=\"11\"", label(tick));
    }
    String shape = "";
    for (int k = 0; k < rows.size(); k++) {
      int y = first + k * ROW;
      if (!shape.equals(TaskNotation.shape(rows.get(k).task())) && k > 0) {
        add("<line x1=\"12\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>%n", width - 12, y, y);
      }
      shape = TaskNotation.shape(rows.get(k).task());
      drawRow(rows.get(k), y + ROW / 2);
    }
    return bottom + 26;
  }

  private void drawRow(CompareReport.Row row, int y) {
    text(LEFT - 16, y + 4, "end", "", row.task().cell() + "  " + TaskNotation.shape(row.task()));
    for (int k = 0; k < competitors.size(); k++) {
      OptionalDouble ratio = row.ratio(competitors.get(k));
      if (ratio.isEmpty()) {
        continue;
      }
      if (ratio.getAsDouble() <= MOST) {
        add(
            "<circle cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"%s\" fill-opacity=\"0.85\"/>%n",
            place(ratio.getAsDouble()), y, colour(k));
      } else {
        String number = String.format(Locale.ROOT, "%.0f ▸", ratio.getAsDouble());
        String style = "font-size=\"11\" fill=\"" + colour(k) + "\"";
        text(LEFT + WIDTH + BEYOND * (k + 1), y + 4, "end", style, number);
      }
    }
    OptionalDouble least = row.ratio(report.peers());
    if (least.isPresent()) {
      String style = least.getAsDouble() < 1 ? "font-weight=\"bold\" fill=\"#b3261e\"" : "";
      String number = String.format(Locale.ROOT, "%.2f", least.getAsDouble());
      text(width - 12, y + 4, "end", style, number);
    }
  }

  private List<CompareReport.Row> rows(CompareReport.Limit limit) {
    return report.rows().stream().filter(row -> row.threads() == limit.threads()).toList();
  }

  private static String label(double tick) {
    return tick == Math.rint(tick) ? Integer.toString((int) tick) : Double.toString(tick);
  }

  private String colour(int competitor) {
    return COLOURS.getOrDefault(competitors.get(competitor), "#666666");
  }

  private static double place(double ratio) {
    double part = Math.log(Math.max(LEAST, ratio) / LEAST) / Math.log(MOST / LEAST);
    return LEFT + part * WIDTH;
  }

  private void text(double x, double y, String anchor, String style, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n", x, y, anchor, style, text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
