package dev.sluice.bench.compare;

import dev.sluice.bench.MarkdownTable;
import dev.sluice.bench.Ratios;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Formats a {@link CompareReport} as Markdown. */
final class CompareTable {
  private final CompareReport report;
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  private CompareTable(CompareReport report) {
    this.report = report;
  }

  /** The whole report. */
  static String of(CompareReport report) {
    CompareTable table = new CompareTable(report);
    table.printEngines();
    for (CompareReport.Limit limit : report.limits()) {
      table.out.printf(Locale.ROOT, "%n%s:%n%n", limit.name());
      table.printRows(limit);
      table.out.println();
      table.printMeans(limit.threads());
    }
    table.printReasons();
    return table.text.toString();
  }

  private void printEngines() {
    report.engines().forEach(engine -> out.println("* " + engine));
    for (CompareReport.Limit limit : report.limits()) {
      out.printf(
          Locale.ROOT,
          "* our best packed product on %s: %.0f GFLOP/s%n",
          limit.name(),
          limit.gigaflops());
    }
    out.println();
    out.println(
        "A time is the median of the passes, ± half the distance between their quartiles; a ratio is"
            + " the other engine's time divided by ours.");
  }

  private void printRows(CompareReport.Limit limit) {
    List<String> header =
        new ArrayList<>(List.of("cell", "N,T,I,H", "ms", "GFLOP/s", "of our best product"));
    for (String competitor : report.competitors()) {
      header.add(competitor + " ms");
      header.add("ratio");
    }
    if (report.peers().size() > 1) {
      header.add("fastest peer");
    }
    MarkdownTable table = new MarkdownTable(header);
    for (CompareReport.Row row : report.rows()) {
      if (row.threads() == limit.threads()) {
        table.row(cells(row, limit));
      }
    }
    out.print(table);
  }

  private List<String> cells(CompareReport.Row row, CompareReport.Limit limit) {
    List<String> cells =
        new ArrayList<>(List.of(row.task().cell(), TaskNotation.shape(row.task())));
    Optional<Measurement> ours = row.of(CompareReport.OURS);
    cells.add(ours.map(CompareTable::time).orElse(row.reason(CompareReport.OURS)));
    cells.add(ours.map(m -> number("%.0f", m.gigaflops())).orElse("-"));
    cells.add(ours.map(m -> number("%.0f%%", 100 * m.gigaflops() / limit.gigaflops())).orElse("-"));
    for (String competitor : report.competitors()) {
      cells.add(row.of(competitor).map(CompareTable::time).orElse(row.reason(competitor)));
      cells.add(ratio(row.ratio(competitor)));
    }
    if (report.peers().size() > 1) {
      cells.add(
          row.fastest(report.peers())
              .map(m -> m.engine() + " " + ratio(row.ratio(m.engine())))
              .orElse("-"));
    }
    return cells;
  }

  private void printMeans(int threads) {
    List<String> cells = report.rows().stream().map(row -> row.task().cell()).distinct().toList();
    Map<String, Collection<String>> others = new LinkedHashMap<>();
    report.competitors().forEach(competitor -> others.put(competitor, List.of(competitor)));
    if (report.pytorch().size() > 1) {
      others.put("the faster PyTorch", report.pytorch());
    }
    if (others.isEmpty()) {
      return;
    }
    List<String> header = new ArrayList<>(List.of("geometric mean (least) over the layers"));
    header.addAll(cells);
    MarkdownTable table = new MarkdownTable(header);
    others.forEach(
        (name, engines) -> {
          List<String> line = new ArrayList<>(List.of("against " + name));
          for (String cell : cells) {
            Optional<Ratios> ratios = report.ratios(engines, cell, threads);
            line.add(ratios.map(r -> number("%.2f (%.2f)", r.mean(), r.least())).orElse("-"));
          }
          table.row(line);
        });
    out.print(table);
  }

  /** Prints why engines were left out, each reason once with the workloads that it concerns. */
  private void printReasons() {
    Map<String, List<String>> work = new LinkedHashMap<>();
    for (Measurement m : report.results()) {
      if (!m.result().timed()) {
        List<String> all =
            work.computeIfAbsent(m.engine() + ": " + m.result().note(), key -> new ArrayList<>());
        String name = m.task().cell() + " " + m.shape();
        if (!all.contains(name)) {
          all.add(name);
        }
      }
    }
    out.println();
    work.forEach((reason, all) -> out.println("* " + reason + " (" + String.join("; ", all) + ")"));
  }

  private static String time(Measurement m) {
    return number("%.2f ±%.0f%%", m.result().median() * 1e3, 100 * m.result().spread());
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? number("%.2f", ratio.getAsDouble()) : "-";
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
