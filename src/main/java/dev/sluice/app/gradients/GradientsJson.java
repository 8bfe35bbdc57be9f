package dev.sluice.app.gradients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.insight.gradient.Band;
import dev.sluice.insight.gradient.ClippingRun;
import dev.sluice.insight.gradient.GradientReport;
import dev.sluice.insight.gradient.GradientSettings;
import dev.sluice.insight.gradient.Measurement;
import dev.sluice.insight.gradient.ScaledMeasurement;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The results as JSON. It holds no times, so equal experiments give equal texts. */
final class GradientsJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private GradientsJson() {}

  /** The text, on one line. */
  static String text(GradientReport report) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("device", report.device());
    root.put("data", report.reviews());
    add(report.settings(), root.putObject("settings"));
    ArrayNode measurements = root.putArray("measurements");
    report.measurements().forEach(each -> add(each, measurements.addObject()));
    ArrayNode scaled = root.putArray("scaled");
    report.scaled().forEach(each -> add(each, scaled.addObject()));
    ArrayNode clippings = root.putArray("clipping");
    report.clippings().forEach(each -> add(each, clippings.addObject()));
    try {
      return MAPPER.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + report, e);
    }
  }

  private static void add(GradientSettings settings, ObjectNode node) {
    node.put("hidden", settings.hiddenSize());
    node.put("steps", settings.timesteps());
    node.put("samples", settings.samples());
    node.put("reviewSteps", settings.reviewSteps());
    node.put("addingTimesteps", settings.addingTimesteps());
    node.put("addingSteps", settings.addingSteps());
    node.put("clippingSteps", settings.clippingSteps());
    node.put("batch", settings.batchSize());
    node.put("seed", settings.seed());
  }

  private static void add(Measurement measurement, ObjectNode node) {
    node.put("cell", measurement.cell().key());
    node.put("moment", measurement.moment().key());
    put(node, "loss", measurement.gradients().loss());
    add(measurement.hiddenShares(), node.putObject("hiddenShares"));
    if (measurement.gradients().hasCellState()) {
      add(measurement.cellShares(), node.putObject("cellShares"));
    }
    ArrayNode weights = node.putArray("recurrentWeights");
    for (double norm : measurement.gradients().recurrentWeights()) {
      add(weights, norm);
    }
  }

  private static void add(ScaledMeasurement scaled, ObjectNode node) {
    put(node, "radius", scaled.radius());
    put(node, "factor", scaled.factor());
    add(scaled.hiddenShares(), node.putObject("hiddenShares"));
  }

  private static void add(List<Band> bands, ObjectNode node) {
    numbers(bands, Band::low, node.putArray("p10"));
    numbers(bands, Band::median, node.putArray("median"));
    numbers(bands, Band::high, node.putArray("p90"));
  }

  private static void add(ClippingRun run, ObjectNode node) {
    put(node, "maximum", run.maximum());
    numbers(run.steps(), ClippingRun.Step::loss, node.putArray("loss"));
    numbers(run.steps(), ClippingRun.Step::norm, node.putArray("norm"));
    numbers(run.steps(), ClippingRun.Step::update, node.putArray("used"));
  }

  private static <T> void numbers(List<T> from, ToDoubleFunction<T> value, ArrayNode into) {
    from.forEach(each -> add(into, value.applyAsDouble(each)));
  }

  /** Null stands for a number that JSON does not have. */
  private static void add(ArrayNode array, double number) {
    array.add(Double.isFinite(number) ? Double.valueOf(number) : null);
  }

  private static void put(ObjectNode node, String name, double number) {
    node.put(name, Double.isFinite(number) ? Double.valueOf(number) : null);
  }
}
