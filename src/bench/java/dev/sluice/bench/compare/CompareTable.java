package dev.sluice.bench.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Prints a {@link CompareReport} as Markdown. */
final class CompareTable {
  private final CompareReport report;
  private final PrintStream out;

  private CompareTable(CompareReport report, PrintStream out) {
    this.report = report;
    this.out = out;
  }

  static void print(CompareReport report, PrintStream out) {
    CompareTable table = new CompareTable(report, out);
    table.printEngines();
    for (CompareReport.Limit limit : report.limits()) {
      out.printf(Locale.ROOT, "%n%s:%n%n", limit.name());
      table.printRows(limit);
      out.println();
      table.printMeans(limit.threads());
    }
    table.printReasons();
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
    printHeader(header);
    for (CompareReport.Row row : report.rows()) {
      if (row.threads() == limit.threads()) {
        printLine(cells(row, limit));
      }
    }
  }

  private List<String> cells(CompareReport.Row row, CompareReport.Limit limit) {
    List<String> cells = new ArrayList<>(List.of(row.work().cell(), row.work().shape()));
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
    List<String> cells = report.rows().stream().map(row -> row.work().cell()).distinct().toList();
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
    printHeader(header);
    others.forEach(
        (name, engines) -> {
          List<String> line = new ArrayList<>(List.of("against " + name));
          for (String cell : cells) {
            Optional<CompareReport.Ratios> ratios = report.ratios(engines, cell, threads);
            line.add(ratios.map(r -> number("%.2f (%.2f)", r.mean(), r.least())).orElse("-"));
          }
          printLine(line);
        });
  }

  /** Prints why engines were left out, each reason once with the workloads that it concerns. */
  private void printReasons() {
    Map<String, List<String>> work = new LinkedHashMap<>();
    for (Measurement m : report.results()) {
      if (!m.timed()) {
        List<String> all =
            work.computeIfAbsent(m.engine() + ": " + m.note(), key -> new ArrayList<>());
        String name = m.work().cell() + " " + m.work().shape();
        if (!all.contains(name)) {
          all.add(name);
        }
      }
    }
    out.println();
    work.forEach((reason, all) -> out.println("* " + reason + " (" + String.join("; ", all) + ")"));
  }

  private void printHeader(List<String> header) {
    printLine(header);
    out.println("|" + "---|".repeat(header.size()));
  }

  private void printLine(List<String> cells) {
    out.println("| " + String.join(" | ", cells) + " |");
  }

  private static String time(Measurement m) {
    return number("%.2f ±%.0f%%", m.median() * 1e3, 100 * m.spread());
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? number("%.2f", ratio.getAsDouble()) : "-";
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
