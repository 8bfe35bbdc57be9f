package dev.sluice.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How many times as fast as each rival this engine is, a bar for each piece of work, as SVG. The
 * scale is logarithmic, so that twice and half as fast look alike.
 */
final class RatioPicture {
  private static final int LABELS = 250;
  private static final int BARS = 560;
  private static final int ROW = 16;
  private static final int TITLE = 44;
  private static final double LEAST = 0.5;
  private static final String[] COLOURS = {"#2563a8", "#c2571a", "#4b8b3b", "#7a4fa3"};
  private static final double[] TICKS = {0.5, 1, 2, 4, 8, 16, 32, 64};

  private final StringBuilder svg = new StringBuilder();
  private final CompareReport report;
  private final List<String> rivals;
  private final double most;

  private RatioPicture(CompareReport report) {
    this.report = report;
    this.rivals = report.rivals();
    double largest = 2;
    for (CompareReport.Row row : report.rows()) {
      for (String rival : rivals) {
        largest = Math.max(largest, row.ratio(rival).orElse(1));
      }
    }
    most = largest * 1.3;
  }

  static void write(Path file, CompareReport report) {
    RatioPicture picture = new RatioPicture(report);
    picture.draw();
    try {
      Files.writeString(file, picture.svg);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void draw() {
    List<CompareReport.Row> rows = report.rows();
    int rowHeight = ROW * Math.max(1, rivals.size()) + 6;
    int height = TITLE + rows.size() * rowHeight + 30;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"11\">%n",
        LABELS + BARS + 20, height);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
    drawLegend();
    drawScale(height - 24);
    for (int k = 0; k < rows.size(); k++) {
      drawRow(rows.get(k), TITLE + k * rowHeight);
    }
    add("</svg>%n");
  }

  private void drawLegend() {
    add(
        "<text x=\"8\" y=\"18\" font-size=\"13\">Speed of Sluice by that of each rival, the same work</text>%n");
    for (int k = 0; k < rivals.size(); k++) {
      int x = LABELS + 110 * k;
      add("<rect x=\"%d\" y=\"24\" width=\"10\" height=\"10\" fill=\"%s\"/>%n", x, colour(k));
      add("<text x=\"%d\" y=\"33\">%s</text>%n", x + 15, rivals.get(k));
    }
  }

  private void drawScale(int bottom) {
    for (double tick : TICKS) {
      if (tick <= most) {
        add(
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\"/>%n",
            place(tick), place(tick), TITLE - 4, bottom, tick == 1 ? "black" : "#ddd");
        add(
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
            place(tick), bottom + 14, tick < 1 ? "0.5" : Integer.toString((int) tick));
      }
    }
  }

  private void drawRow(CompareReport.Row row, int top) {
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s %s, %d thr.</text>%n",
        LABELS - 45, top + 12, row.work().cell(), row.work().shape(), row.threads());
    for (int k = 0; k < rivals.size(); k++) {
      OptionalDouble ratio = row.ratio(rivals.get(k));
      if (ratio.isEmpty()) {
        continue;
      }
      double from = Math.min(place(1), place(ratio.getAsDouble()));
      double to = Math.max(place(1), place(ratio.getAsDouble()));
      int y = top + k * ROW;
      add(
          "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
          from, y + 1, to - from, ROW - 3, colour(k));
      add("<text x=\"%.1f\" y=\"%d\">%.2f</text>%n", to + 4, y + 12, ratio.getAsDouble());
    }
  }

  private static String colour(int rival) {
    return COLOURS[rival % COLOURS.length];
  }

  private double place(double ratio) {
    double part = Math.log(Math.max(LEAST, ratio) / LEAST) / Math.log(most / LEAST);
    return LABELS + part * BARS;
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
