package dev.sluice.app.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.insight.inspect.Contributions;
import dev.sluice.insight.inspect.LayerTrace;
import dev.sluice.insight.inspect.ReadToken;
import dev.sluice.insight.inspect.RunningPrediction;
import dev.sluice.insight.inspect.StepValues;
import dev.sluice.insight.inspect.StrongestWords;
import dev.sluice.insight.inspect.TextInspection;
import java.util.List;
import java.util.Locale;

/** The result of an inspection as one JSON object on one line. */
final class InspectionJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private InspectionJson() {}

  static String text(InspectionResult result) {
    TextInspection inspection = result.inspection();
    ObjectNode root = MAPPER.createObjectNode();
    root.put("text", result.text().name());
    root.put("cutTokens", result.text().cut());
    result.classNames().forEach(root.putArray("classes")::add);
    root.put("predicted", result.predicted());
    add(inspection.decision().logits(), root.putArray("logits"));
    add(inspection.decision().probabilities(), root.putArray("probabilities"));
    root.put("reading", inspection.reading());
    addContributions(inspection.contributions(), root.putObject("contributions"));
    addTokens(inspection, root.putArray("tokens"));
    addRunning(inspection.running(), root.putArray("running"));
    ArrayNode layers = root.putArray("layers");
    inspection.layers().forEach(layer -> addLayer(layer, layers.addObject()));
    StrongestWords strongest = result.strongest();
    if (strongest != null) {
      addStrongest(strongest, result.classNames(), root.putObject("strongest"));
    }
    return root.toString();
  }

  private static void addContributions(Contributions contributions, ObjectNode node) {
    node.put("logOdds", contributions.logOdds());
    node.put("baselineLogOdds", contributions.baselineLogOdds());
    node.put("sum", contributions.sum());
    node.put("error", contributions.error());
    node.put("steps", contributions.steps());
    node.put("complete", contributions.complete());
  }

  private static void addTokens(TextInspection inspection, ArrayNode tokens) {
    List<Double> retention = inspection.retention();
    for (int t = 0; t < inspection.tokens().size(); t++) {
      ReadToken token = inspection.tokens().get(t);
      ObjectNode node = tokens.addObject();
      node.put("text", token.text());
      node.put("known", token.known());
      node.put("contribution", inspection.contributions().values().get(t));
      node.put("retention", retention.get(t));
    }
  }

  private static void addRunning(RunningPrediction running, ArrayNode points) {
    for (RunningPrediction.Point point : running.points()) {
      ObjectNode node = points.addObject();
      node.put("tokens", point.tokens());
      add(point.probabilities(), node.putArray("probabilities"));
    }
  }

  private static void addLayer(LayerTrace layer, ObjectNode node) {
    node.put("name", layer.name());
    node.put("cell", layer.cell().kind());
    node.put("direction", layer.direction().name().toLowerCase(Locale.ROOT));
    node.put("top", layer.top());
    add(layer.change(), node.putArray("change"));
    add(layer.readWeights(), node.putArray("readWeights"));
    add(layer.retention(), node.putArray("retention"));
    ObjectNode gates = node.putObject("gates");
    layer.gates().forEach(gate -> add(gate.values(), gates.putArray(gate.symbol())));
    add(layer.hidden(), node.putArray("hidden"));
    add(layer.memory(), node.putArray("memory"));
  }

  private static void addStrongest(
      StrongestWords strongest, List<String> classNames, ObjectNode node) {
    node.put("texts", strongest.texts());
    node.put("minTexts", strongest.minTexts());
    node.put("incomplete", strongest.incomplete());
    node.put("largestError", strongest.largestError());
    ObjectNode classes = node.putObject("classes");
    for (int k = 0; k < classNames.size(); k++) {
      ArrayNode words = classes.putArray(classNames.get(k));
      strongest.classes().get(k).forEach(word -> words.addPOJO(word));
    }
  }

  /** One array for each step. */
  private static void add(StepValues values, ArrayNode steps) {
    for (float[] row : values.toArray()) {
      ArrayNode step = steps.addArray();
      for (float value : row) {
        step.add(value);
      }
    }
  }

  private static void add(List<Double> values, ArrayNode array) {
    values.forEach(array::add);
  }
}
