package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.device.PlanKind;
import dev.sluice.device.Precision;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The results of a {@link LayerBench} for people and for other programs. */
final class BenchReport {
  private final String device;
  private final List<LayerResult> results;
  private final List<String> failures;

  BenchReport(String device, List<LayerResult> results, List<String> failures) {
    this.device = device;
    this.results = results;
    this.failures = failures;
  }

  /** Whether everything ran and the plans agree. */
  boolean isGood() {
    return failures.isEmpty()
        && stepwise().stream()
            .allMatch(
                row ->
                    find(row, PlanKind.GRAPH, row.precision())
                        .filter(row::hasTheAnswersOf)
                        .isPresent());
  }

  /** One row for each cell, shape and precision. */
  void print(PrintStream out) {
    out.println("Device: " + device);
    out.println();
    out.println(
        "| cell | N,T,I,H | products | stepwise µs/step | graph µs/step | TFLOP/s, better of both |"
            + " graph = stepwise | error against float32 |");
    out.println("|---|---|---|---|---|---|---|---|");
    for (LayerResult row : stepwise()) {
      Optional<LayerResult> graph = find(row, PlanKind.GRAPH, row.precision());
      Optional<LayerResult> strict = find(row, PlanKind.STEPWISE, Precision.FLOAT32);
      out.printf(
          "| %s | %s | %s | %s | %s | %s | %s | %s |%n",
          row.cell(),
          row.shape(),
          row.precision(),
          time(row),
          graph.map(BenchReport::time).orElse("-"),
          rate(row, graph),
          graph
              .map(other -> row.hasTheAnswersOf(other) ? "same bits" : "**DIFFERENT**")
              .orElse("-"),
          strict.map(other -> number("%.1e", row.errorAgainst(other))).orElse("-"));
    }
    out.println();
    out.println(
        "One step is forward and back of one timestep: the time of a pass by T, the median of at"
            + " least 10 passes.");
    failures.forEach(failure -> out.println("FAILED: " + failure));
  }

  /** All numbers, with the sampled results. */
  void writeJson(Path file) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("device", device);
    ArrayNode rows = root.putArray("results");
    for (LayerResult result : results) {
      ObjectNode row = rows.addObject();
      row.put("cell", result.cell());
      row.put("N", result.shape().batch());
      row.put("T", result.shape().timesteps());
      row.put("I", result.shape().inputSize());
      row.put("H", result.shape().hiddenSize());
      row.put("precision", result.precision().name());
      row.put("plan", result.plan().name());
      row.put("operations", result.operations());
      row.set("seconds", mapper.valueToTree(result.seconds()));
      row.set("answers", mapper.valueToTree(result.answers()));
    }
    root.set("failures", mapper.valueToTree(failures));
    try {
      mapper.writeValue(file.toFile(), root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<LayerResult> stepwise() {
    return results.stream().filter(row -> row.plan() == PlanKind.STEPWISE).toList();
  }

  private Optional<LayerResult> find(LayerResult like, PlanKind plan, Precision precision) {
    return results.stream()
        .filter(row -> row.cell().equals(like.cell()) && row.shape().equals(like.shape()))
        .filter(row -> row.plan() == plan && row.precision() == precision)
        .findFirst();
  }

  private static String time(LayerResult row) {
    return row.seconds().length == 0 ? "-" : number("%.2f", row.microsecondsPerStep());
  }

  private static String rate(LayerResult row, Optional<LayerResult> graph) {
    if (row.seconds().length == 0) {
      return "-";
    }
    double other = graph.map(LayerResult::teraflops).orElse(0.0);
    return number("%.2f", Math.max(row.teraflops(), other));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
