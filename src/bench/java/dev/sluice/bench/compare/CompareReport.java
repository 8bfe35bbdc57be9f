package dev.sluice.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What a {@link CompareBench} found, for people and for other programs. */
record CompareReport(List<String> engines, List<Limit> limits, List<Measurement> results) {
  /** This engine's name. */
  static final String OURS = "sluice";

  /**
   * The machine's arithmetic limit.
   *
   * @param gigaflops of the best packed product on that many threads
   */
  record Limit(int threads, double gigaflops) {}

  /** One piece of work on one number of threads. */
  record Row(int threads, Work work, List<Measurement> measurements) {

    Optional<Measurement> of(String engine) {
      return measurements.stream().filter(m -> m.engine().equals(engine) && m.timed()).findFirst();
    }

    /** How many times as fast as that engine ours is. */
    OptionalDouble ratio(String engine) {
      Optional<Measurement> ours = of(OURS);
      Optional<Measurement> theirs = of(engine);
      return ours.isPresent() && theirs.isPresent()
          ? OptionalDouble.of(theirs.get().median() / ours.get().median())
          : OptionalDouble.empty();
    }
  }

  /** Whether no engine that did the work gave another answer. */
  boolean isGood() {
    return results.stream().allMatch(m -> m.timed() || Double.isNaN(m.error()));
  }

  /** The rows in the order in which they were measured. */
  List<Row> rows() {
    Map<List<Object>, List<Measurement>> grouped =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    m -> List.of(m.threads(), m.work().cell(), m.work().shape()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return grouped.values().stream()
        .map(some -> new Row(some.get(0).threads(), some.get(0).work(), some))
        .toList();
  }

  /** The other engines, in their order. */
  List<String> rivals() {
    return results.stream()
        .map(Measurement::engine)
        .distinct()
        .filter(name -> !name.equals(OURS))
        .toList();
  }

  /** The mean of the ratios by multiplication, over the layers of one cell. */
  OptionalDouble meanRatio(String rival, String cell, int threads) {
    double[] logarithms =
        rows().stream()
            .filter(row -> row.threads() == threads && row.work().cell().equals(cell))
            .filter(row -> row.work().kind() == Work.Kind.LAYER)
            .map(row -> row.ratio(rival))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(ratio -> Math.log(ratio.getAsDouble()))
            .toArray();
    double sum = 0;
    for (double logarithm : logarithms) {
      sum += logarithm;
    }
    return logarithms.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.exp(sum / logarithms.length));
  }

  /** Markdown. */
  void print(PrintStream out) {
    engines.forEach(engine -> out.println("* " + engine));
    for (Limit limit : limits) {
      out.printf(
          Locale.ROOT,
          "* arithmetic limit on %d threads (best packed product): %.0f GFLOP/s%n",
          limit.threads(),
          limit.gigaflops());
    }
    for (Limit limit : limits) {
      out.printf("%n%d threads:%n%n", limit.threads());
      printTable(out, limit);
      out.println();
      printMeans(out, limit.threads());
    }
    List<Measurement> left = results.stream().filter(m -> !m.timed()).toList();
    if (!left.isEmpty()) {
      out.println();
      left.stream()
          .map(
              m ->
                  "* "
                      + m.engine()
                      + ", "
                      + m.work().cell()
                      + " "
                      + m.work().shape()
                      + ": "
                      + m.note())
          .distinct()
          .forEach(out::println);
    }
  }

  private void printTable(PrintStream out, Limit limit) {
    List<String> header =
        new ArrayList<>(List.of("cell", "N,T,I,H", "ms", "spread", "GFLOP/s", "of the limit"));
    for (String rival : rivals()) {
      header.add(rival + " ms");
      header.add("ratio");
    }
    out.println("| " + String.join(" | ", header) + " |");
    out.println("|" + "---|".repeat(header.size()));
    for (Row row : rows()) {
      if (row.threads() == limit.threads()) {
        out.println("| " + String.join(" | ", cells(row, limit)) + " |");
      }
    }
  }

  private List<String> cells(Row row, Limit limit) {
    List<String> cells = new ArrayList<>(List.of(row.work().cell(), row.work().shape()));
    Optional<Measurement> ours = row.of(OURS);
    cells.add(ours.map(m -> number("%.2f", m.median() * 1e3)).orElse("-"));
    cells.add(ours.map(m -> number("%.0f%%", 100 * m.spread())).orElse("-"));
    cells.add(ours.map(m -> number("%.0f", m.gigaflops())).orElse("-"));
    cells.add(ours.map(m -> number("%.0f%%", 100 * m.gigaflops() / limit.gigaflops())).orElse("-"));
    for (String rival : rivals()) {
      cells.add(row.of(rival).map(m -> number("%.2f", m.median() * 1e3)).orElse("-"));
      OptionalDouble ratio = row.ratio(rival);
      cells.add(ratio.isPresent() ? number("%.2f", ratio.getAsDouble()) : "-");
    }
    return cells;
  }

  private void printMeans(PrintStream out, int threads) {
    List<String> cells = rows().stream().map(row -> row.work().cell()).distinct().toList();
    for (String rival : rivals()) {
      List<String> means = new ArrayList<>();
      for (String cell : cells) {
        meanRatio(rival, cell, threads).ifPresent(mean -> means.add(number(cell + " %.2f", mean)));
      }
      out.println(
          "Geometric mean over the layers against " + rival + ": " + String.join(", ", means));
    }
  }

  /** All numbers. */
  void writeJson(Path file) {
    try {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(
              file.toFile(), Map.of("engines", engines, "limits", limits, "results", results));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
