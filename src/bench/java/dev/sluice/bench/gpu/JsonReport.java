package dev.sluice.bench.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Formats a {@link BenchReport} as JSON. The report on a simulated GPU has no times. */
final class JsonReport {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonReport() {}

  /** The whole report. */
  static String of(BenchReport report) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("simulated", report.simulated());
    root.put("card", report.card());
    root.put("grid", report.grid());
    root.set("engines", MAPPER.valueToTree(report.engines()));
    if (!report.simulated()) {
      RooflineLimits limits = report.limits();
      root.set(
          "limits",
          MAPPER.valueToTree(
              Map.of("productsPerSecond", limits.products(), "bytesPerSecond", limits.bytes())));
    }
    List<String> notBegun = report.notBegun();
    ArrayNode rows = root.putArray("results");
    report.results().stream()
        .filter(result -> !notBegun.contains(result.task().name()))
        .forEach(result -> rows.add(row(result, report)));
    root.set("notMeasured", MAPPER.valueToTree(notBegun));
    return root.toPrettyString() + System.lineSeparator();
  }

  private static ObjectNode row(TaskResult result, BenchReport report) {
    ObjectNode row = MAPPER.createObjectNode();
    BenchTask task = result.task();
    row.put("cell", task.cell());
    row.put("N", task.batch());
    row.put("T", task.timesteps());
    row.put("I", task.inputSize());
    row.put("H", task.hiddenSize());
    row.put("L", task.layers());
    row.put("D", task.directions());
    row.put("rows", task.rowLengths());
    row.put("liveRows", task.liveRows());
    row.put("pass", result.pass().name());
    row.put("engine", result.engine());
    row.put("arithmetic", result.arithmetic().name());
    row.put("operations", task.operations(result.pass()));
    row.put("status", result.status().name());
    if (!Double.isNaN(result.error())) {
      row.put("error", result.error());
      row.put("reference", result.reference().name());
    }
    if (!result.note().isEmpty()) {
      row.put("note", result.note());
    }
    if (result.timed() && !report.simulated()) {
      row.put("microsecondsPerStep", result.microsecondsPerStep());
      row.put("spread", result.spread());
      row.set("seconds", MAPPER.valueToTree(result.seconds()));
    }
    return row;
  }
}
