package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.TimedPass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Draws how many times as fast as PyTorch our fastest plan is, forward and backward and in training
 * steps: a bar for each task and precision. The scale is logarithmic, so that twice and half as
 * fast have the same length.
 */
final class RatioPlot {
  private static final int LABELS = 260;
  private static final int BARS = 520;
  private static final int BAR = 12;
  private static final int TOP = 66;

  /** More tasks would make the picture unreadable. */
  private static final int MAX_TASKS = 60;

  private static final Map<ProductPrecision, String> COLOURS = new LinkedHashMap<>();

  static {
    COLOURS.put(ProductPrecision.FLOAT32, "#2563a8");
    COLOURS.put(ProductPrecision.TF32, "#7a4fa3");
    COLOURS.put(ProductPrecision.BFLOAT16, "#4b8b3b");
    COLOURS.put(ProductPrecision.FLOAT16, "#d4a000");
  }

  private final List<List<ResultRow>> tasks;
  private final int left;
  private final LogScale scale;
  private final Svg svg;

  private RatioPlot(List<List<ResultRow>> tasks) {
    this.tasks = tasks.subList(0, Math.min(MAX_TASKS, tasks.size()));
    left = tasks.size() - this.tasks.size();
    double[] ratios =
        this.tasks.stream()
            .flatMap(List::stream)
            .mapToDouble(row -> row.ratio().getAsDouble())
            .sorted()
            .toArray();
    double least = Math.min(0.7, ratios[0] / 1.3);
    double most = Math.max(2, ratios[ratios.length - 1]) * 1.25;
    scale = new LogScale(least, most, LABELS, LABELS + BARS);
    svg = new Svg(LABELS + BARS + 20, TOP + this.tasks.size() * height() + 28);
  }

  private static int height() {
    return COLOURS.size() * BAR + 8;
  }

  /** Draws the plot; empty if there are no ratios. */
  static Optional<String> of(BenchReport report) {
    Map<String, List<ResultRow>> byTask = new LinkedHashMap<>();
    for (ResultRow row : report.rows()) {
      if (row.pass() != TimedPass.FORWARD && row.ratio().isPresent()) {
        byTask.computeIfAbsent(row.task().name(), any -> new ArrayList<>()).add(row);
      }
    }
    if (report.simulated() || byTask.isEmpty()) {
      return Optional.empty();
    }
    RatioPlot plot = new RatioPlot(List.copyOf(byTask.values()));
    plot.draw();
    return Optional.of(plot.svg.toString());
  }

  private void draw() {
    svg.title(
        8,
        22,
        "Speed of Sluice's fastest plan by that of PyTorch, forward + backward"
            + (left > 0
                ? String.format(Locale.ROOT, "; %d more tasks are in the table", left)
                : ""));
    double at = LABELS;
    for (Map.Entry<ProductPrecision, String> entry : COLOURS.entrySet()) {
      svg.rectangle(at, 36, 10, 10, entry.getValue());
      svg.text(at + 15, 45, "start", name(entry.getKey()));
      at += 90;
    }
    double bottom = TOP + tasks.size() * height();
    for (double tick : List.of(0.125, 0.25, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 8.0, 16.0)) {
      if (tick >= scale.least() && tick < scale.most()) {
        double x = scale.place(tick);
        svg.line(x, TOP - 8, x, bottom, tick == 1 ? "black" : "#dddddd");
        svg.text(x, bottom + 16, "middle", tick % 1 == 0 ? "" + (int) tick : "" + tick);
      }
    }
    for (int k = 0; k < tasks.size(); k++) {
      drawTask(tasks.get(k), TOP + k * height());
    }
  }

  private static String name(ProductPrecision arithmetic) {
    return arithmetic == ProductPrecision.FLOAT16
        ? "our bfloat16 by PyTorch's float16"
        : arithmetic.title();
  }

  private void drawTask(List<ResultRow> rows, double top) {
    svg.text(LABELS - 12, top + height() / 2.0, "end", rows.get(0).task().name());
    int bar = 0;
    for (Map.Entry<ProductPrecision, String> entry : COLOURS.entrySet()) {
      for (ResultRow row : rows) {
        if (row.arithmetic() == entry.getKey()) {
          drawBar(row.ratio().getAsDouble(), top + bar * BAR, entry.getValue());
        }
      }
      bar++;
    }
  }

  private void drawBar(double ratio, double y, String colour) {
    double from = scale.place(Math.min(1, ratio));
    double to = scale.place(Math.max(1, ratio));
    svg.rectangle(from, y, to - from, BAR - 2, colour);
    String text = String.format(Locale.ROOT, "%.2f", ratio);
    if (ratio < 1) {
      svg.text(from - 4, y + BAR - 3, "end", text);
    } else {
      svg.text(to + 4, y + BAR - 3, "start", text);
    }
  }
}
