package dev.sluice.bench.gpu;

import dev.sluice.bench.MarkdownTable;
import dev.sluice.bench.Ratios;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.TaskResult;
import dev.sluice.bench.engine.TaskResult.Status;
import dev.sluice.bench.engine.TimedPass;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Formats a {@link BenchReport} as Markdown. */
final class MarkdownReport {
  private static final double NOTABLE_SPREAD = 0.05;
  private static final String NONE = "-";

  private final BenchReport report;
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  private MarkdownReport(BenchReport report) {
    this.report = report;
  }

  /** The whole report. */
  static String of(BenchReport report) {
    MarkdownReport markdown = new MarkdownReport(report);
    markdown.write();
    return markdown.text.toString();
  }

  private void write() {
    if (report.simulated()) {
      out.printf(Locale.ROOT, "**Simulated GPU: this report says nothing about speed.**%n%n");
    }
    out.printf(Locale.ROOT, "* %s; %s%n", report.card(), report.grid());
    report.engines().forEach(engine -> out.printf(Locale.ROOT, "* %s%n", engine));
    if (!report.simulated()) {
      writeLimits();
    }
    out.println();
    writeTable();
    writeMeans();
    writeErrors();
    writeRest();
  }

  private void writeLimits() {
    String products =
        report.limits().products().entrySet().stream()
            .map(e -> number("%.1f TFLOP/s ", e.getValue() * 1e-12) + e.getKey().title())
            .collect(Collectors.joining(", "));
    out.printf(Locale.ROOT, "* Limits of the GPU, measured in this run: products %s; ", products);
    out.printf(
        Locale.ROOT,
        "copies read and write %s%n",
        number("%.0f GB/s", report.limits().bytes() * 1e-9));
  }

  private void writeTable() {
    List<String> engines = report.columns();
    List<String> header =
        new ArrayList<>(List.of("cell", "N,T,I,H,L,D", "rows", "pass", "products"));
    engines.forEach(engine -> header.add(engine + " µs/step"));
    header.addAll(List.of("speed to PyTorch's", "of the product limit", "of the memory limit"));
    MarkdownTable table = new MarkdownTable(header);
    for (ResultRow row : report.rows()) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  row.task().cell(),
                  row.task().shape(),
                  row.task().rowLengths(),
                  row.pass().title(),
                  row.arithmetic().title()));
      engines.forEach(engine -> cells.add(row.of(engine).map(this::time).orElse(NONE)));
      cells.addAll(List.of(ratio(row.ratio()), productShares(row), memoryShares(row)));
      table.row(cells);
    }
    out.print(table);
    out.printf(
        Locale.ROOT,
        "%nThe time of a step is the median pass divided by T, by the GPU's clock. Shares of the"
            + " GPU's limits: of our%nfastest plan / of PyTorch; the share of memory counts only"
            + " unavoidable traffic. PyTorch's float16 is compared with our bfloat16.%n"
            + "PyTorch's layers in bfloat16: `nn.RNN` does not flatten their weights, and before"
            + " cuDNN 9.13 they may run without cuDNN.%n");
  }

  private String time(TaskResult result) {
    if (!result.timed()) {
      return result.status() == Status.UNSUPPORTED ? NONE : result.status().title();
    }
    if (report.simulated()) {
      return "simulated";
    }
    String spread =
        result.spread() > NOTABLE_SPREAD ? number(" ±%.0f%%", 100 * result.spread()) : "";
    return number("%.2f", result.microsecondsPerStep()) + spread;
  }

  private String ratio(OptionalDouble ratio) {
    return ratio.isEmpty() || report.simulated() ? NONE : number("%.2f", ratio.getAsDouble());
  }

  private String productShares(ResultRow row) {
    return shares(
        row.best().map(report.limits()::productShare),
        row.timed(ResultRow.PYTORCH).map(report.limits()::productShare));
  }

  /** Empty for training steps, because {@link MemoryTraffic} covers only layers. */
  private String memoryShares(ResultRow row) {
    if (row.pass() == TimedPass.STEP) {
      return NONE;
    }
    return shares(
        row.best().map(ours -> report.limits().memoryShare(ours, Float.BYTES)),
        row.timed(ResultRow.PYTORCH)
            .map(
                theirs -> report.limits().memoryShare(theirs, theirs.arithmetic().pytorchBytes())));
  }

  private String shares(Optional<Double> ours, Optional<Double> theirs) {
    return report.simulated() ? NONE : share(ours) + " / " + share(theirs);
  }

  private static String share(Optional<Double> share) {
    return share
        .filter(value -> !value.isNaN())
        .map(value -> number("%.0f%%", 100 * value))
        .orElse(NONE);
  }

  private void writeMeans() {
    if (report.simulated()) {
      return;
    }
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    for (ResultRow row : report.rows()) {
      String kind =
          String.format(
              Locale.ROOT,
              "%s, %s, %s",
              row.task().cell(),
              row.pass().title(),
              row.arithmetic().title());
      row.ratio()
          .ifPresent(ratio -> ratios.computeIfAbsent(kind, any -> new ArrayList<>()).add(ratio));
    }
    if (!ratios.isEmpty()) {
      out.printf(Locale.ROOT, "%nGeometric means of the speed to PyTorch's:%n%n");
      MarkdownTable table = new MarkdownTable(List.of("cell, pass, products", "shapes", "mean"));
      ratios.forEach((kind, all) -> table.row(mean(kind, all)));
      out.print(table);
    }
  }

  private static List<String> mean(String kind, List<Double> ratios) {
    Ratios of = Ratios.of(ratios.stream().mapToDouble(Double::doubleValue).toArray()).orElseThrow();
    return List.of(kind, Integer.toString(of.count()), number("%.2f", of.mean()));
  }

  /**
   * Writes the largest error of each engine and precision, separately for layers and training
   * steps.
   */
  private void writeErrors() {
    Map<String, Double> largest = new LinkedHashMap<>();
    for (TaskResult result : report.results()) {
      if (!Double.isNaN(result.error())) {
        String steps = result.pass() == TimedPass.STEP ? ", training step" : "";
        String reference =
            result.reference() == ProductPrecision.FLOAT32
                ? ""
                : ", against " + result.reference().title();
        largest.merge(who(result) + steps + reference, result.error(), Math::max);
      }
    }
    out.printf(
        Locale.ROOT,
        "%nLargest relative error of a result, of training steps also of the drop of the losses,"
            + " against strict float32%n(PyTorch's, if it is available) unless another reference is named:"
            + " %s.%n",
        largest.entrySet().stream()
            .map(e -> e.getKey() + number(": %.1e", e.getValue()))
            .collect(Collectors.joining("; ")));
  }

  private void writeRest() {
    writeRest("Wrong or failed", result -> result.status().bad());
    writeRest("Skipped", result -> result.status() == Status.SKIPPED);
    writeRest(
        "Not measured, because the time limit was reached", r -> r.status() == Status.NOT_MEASURED);
    List<String> refusals =
        report.results().stream()
            .filter(result -> result.status() == Status.UNSUPPORTED)
            .map(result -> who(result) + ": " + result.note())
            .distinct()
            .toList();
    writeList("Not offered", refusals);
  }

  /** Writes one line for each task and reason, with all engines that it concerns. */
  private void writeRest(String title, Predicate<TaskResult> which) {
    Map<String, List<String>> concerned = new LinkedHashMap<>();
    report.results().stream()
        .filter(which)
        .forEach(
            result -> {
              String what =
                  result.task().name() + (result.note().isEmpty() ? "" : ": " + result.note());
              List<String> who = concerned.computeIfAbsent(what, any -> new ArrayList<>());
              if (!who.contains(who(result))) {
                who.add(who(result));
              }
            });
    long all = report.results().stream().map(MarkdownReport::who).distinct().count();
    writeList(
        title,
        concerned.entrySet().stream()
            .map(
                e ->
                    e.getKey()
                        + (e.getValue().size() == all
                            ? ""
                            : " (" + String.join(", ", e.getValue()) + ")"))
            .toList());
  }

  private void writeList(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.printf(Locale.ROOT, "%n%s:%n%n", title);
      lines.forEach(line -> out.printf(Locale.ROOT, "* %s%n", line));
    }
  }

  private static String who(TaskResult result) {
    return result.engine() + " " + result.arithmetic().title();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
