package dev.sluice.bench.gpu;

import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.TaskResult;
import dev.sluice.bench.engine.TimedPass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Draws the microseconds per timestep, forward and backward, against one size: a panel for each
 * cell and precision, a curve for each engine. The other sizes are the ones that have the most
 * points.
 */
final class StepPlot {
  private static final int WIDTH = 250;
  private static final int HEIGHT = 190;
  private static final int LEFT = 56;
  private static final int TOP = 76;
  private static final int GAP = 28;
  private static final int BELOW = 66;
  private static final List<ProductPrecision> PANELS =
      List.of(ProductPrecision.FLOAT32, ProductPrecision.TF32, ProductPrecision.BFLOAT16);
  private static final String FLOAT16_COLOUR = "#d4a000";
  private static final Map<String, String> COLOURS = new LinkedHashMap<>();

  static {
    COLOURS.put("stepwise", "#8a93a0");
    COLOURS.put("graph", "#2563a8");
    COLOURS.put("cudnn", "#4b8b3b");
    COLOURS.put(ResultRow.PYTORCH, "#c2571a");
  }

  private final Along along;
  private final List<ResultRow> rows;
  private final List<String> cells;
  private final LogScale x;
  private final LogScale y;
  private final Svg svg;

  /** The size on the horizontal axis. */
  enum Along {
    HIDDEN_SIZE("H", BenchTask::hiddenSize) {
      @Override
      String others(BenchTask task) {
        return String.format(Locale.ROOT, "N = %d, T = %d, I = H", task.batch(), task.timesteps());
      }
    },
    BATCH("N", BenchTask::batch) {
      @Override
      String others(BenchTask task) {
        return String.format(
            Locale.ROOT, "T = %d, I = H = %d", task.timesteps(), task.hiddenSize());
      }
    };

    private final String title;
    private final ToIntFunction<BenchTask> size;

    Along(String title, ToIntFunction<BenchTask> size) {
      this.title = title;
      this.size = size;
    }

    /** The other sizes, readable. */
    abstract String others(BenchTask task);

    int of(ResultRow row) {
      return size.applyAsInt(row.task());
    }
  }

  private StepPlot(Along along, List<ResultRow> rows) {
    this.along = along;
    this.rows = rows;
    cells = rows.stream().map(row -> row.task().cell()).distinct().toList();
    double[] sizes = rows.stream().mapToDouble(along::of).sorted().toArray();
    double[] times =
        rows.stream()
            .flatMap(row -> row.results().stream())
            .filter(TaskResult::timed)
            .mapToDouble(TaskResult::microsecondsPerStep)
            .sorted()
            .toArray();
    x = new LogScale(sizes[0] / 1.15, sizes[sizes.length - 1] * 1.15, 0, WIDTH);
    y = new LogScale(times[0] / 1.4, times[times.length - 1] * 1.4, HEIGHT, 0);
    svg =
        new Svg(
            LEFT + cells.size() * (WIDTH + GAP) + 8, TOP + PANELS.size() * (HEIGHT + BELOW) - 14);
  }

  /** Draws the plot; empty if there are no times along that size. */
  static Optional<String> of(BenchReport report, Along along) {
    List<ResultRow> rows = longest(report, along);
    if (report.simulated() || rows.isEmpty()) {
      return Optional.empty();
    }
    StepPlot plot = new StepPlot(along, rows);
    plot.draw();
    return Optional.of(plot.svg.toString());
  }

  /** The rows that differ only in that size, in cell and in precision. */
  private static List<ResultRow> longest(BenchReport report, Along along) {
    return report.rows().stream()
        .filter(row -> row.pass() == TimedPass.GRADIENTS && row.task().lengths() == null)
        .filter(row -> row.task().layers() == 1 && row.task().directions() == 1)
        .filter(row -> row.task().inputSize() == row.task().hiddenSize())
        .filter(row -> row.results().stream().anyMatch(TaskResult::timed))
        .collect(
            Collectors.groupingBy(
                row -> along.others(row.task()), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(some -> some.stream().mapToInt(along::of).distinct().count() > 1)
        .max(Comparator.comparingInt(List::size))
        .orElse(List.of());
  }

  private void draw() {
    svg.title(
        8,
        22,
        String.format(
            Locale.ROOT,
            "Forward + backward, microseconds per timestep, against %s; %s",
            along.title,
            along.others(rows.get(0).task())));
    drawLegend();
    for (int row = 0; row < PANELS.size(); row++) {
      for (int column = 0; column < cells.size(); column++) {
        double left = LEFT + column * (WIDTH + GAP);
        double top = TOP + row * (HEIGHT + BELOW);
        drawPanel(cells.get(column), PANELS.get(row), left, top);
      }
    }
  }

  private void drawLegend() {
    double left = LEFT;
    for (Map.Entry<String, String> entry : COLOURS.entrySet()) {
      left = drawKey(left, entry.getKey(), entry.getValue());
    }
    drawKey(left, "pytorch float16, for comparison with bfloat16", FLOAT16_COLOUR);
  }

  private double drawKey(double left, String name, String colour) {
    svg.curve(new double[][] {{left, 40}, {left + 26, 40}}, colour);
    svg.text(left + 34, 44, "start", name);
    return left + 60 + 6.5 * name.length();
  }

  private void drawPanel(String cell, ProductPrecision arithmetic, double left, double top) {
    svg.text(left, top - 6, "start", cell.toUpperCase(Locale.ROOT) + ", " + arithmetic.title());
    for (double tick : y.ticks()) {
      svg.line(left, top + y.place(tick), left + WIDTH, top + y.place(tick), "#e2e2e2");
      if (cell.equals(cells.get(0))) { // All panels have the same scale.
        svg.text(left - 6, top + y.place(tick) + 4, "end", text(tick));
      }
    }
    rows.stream()
        .mapToInt(along::of)
        .distinct()
        .forEach(
            size -> {
              svg.line(
                  left + x.place(size),
                  top + HEIGHT,
                  left + x.place(size),
                  top + HEIGHT + 4,
                  "black");
              svg.text(left + x.place(size), top + HEIGHT + 17, "middle", Integer.toString(size));
            });
    svg.line(left, top + HEIGHT, left + WIDTH, top + HEIGHT, "black");
    svg.text(left + WIDTH / 2.0, top + HEIGHT + 32, "middle", along.title);
    COLOURS.forEach((engine, colour) -> drawCurve(engine, cell, arithmetic, colour, left, top));
    if (arithmetic == ProductPrecision.BFLOAT16) {
      drawCurve(ResultRow.PYTORCH, cell, ProductPrecision.FLOAT16, FLOAT16_COLOUR, left, top);
    }
  }

  private void drawCurve(
      String engine,
      String cell,
      ProductPrecision arithmetic,
      String colour,
      double left,
      double top) {
    List<double[]> points = new ArrayList<>();
    rows.stream()
        .filter(row -> row.task().cell().equals(cell) && row.arithmetic() == arithmetic)
        .sorted(Comparator.comparingInt(along::of))
        .forEach(
            row ->
                row.timed(engine)
                    .ifPresent(
                        result ->
                            points.add(
                                new double[] {
                                  left + x.place(along.of(row)),
                                  top + y.place(result.microsecondsPerStep())
                                })));
    if (!points.isEmpty()) {
      svg.curve(points.toArray(double[][]::new), colour);
    }
  }

  private static String text(double tick) {
    return tick < 1 ? Double.toString(tick) : Long.toString(Math.round(tick));
  }
}
