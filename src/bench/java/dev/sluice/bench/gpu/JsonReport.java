package dev.sluice.bench.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bench.engine.TaskResult;
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
    ObjectNode row = result.json();
    if (report.simulated()) {
      row.remove(TaskResult.TIMES);
    }
    return row;
  }
}
