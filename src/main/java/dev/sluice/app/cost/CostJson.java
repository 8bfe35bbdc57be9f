package dev.sluice.app.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.insight.cost.Cost;
import dev.sluice.insight.cost.CostResult;
import dev.sluice.insight.cost.LayerCost;
import dev.sluice.insight.cost.Timing;
import dev.sluice.layer.RecurrentSpec;
import java.util.OptionalDouble;

/** The costs as JSON. */
final class CostJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CostJson() {}

  /** The text, with line breaks. */
  static String text(CostResult result) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("device", result.device());
    root.put("timesteps", result.settings().timesteps());
    root.put("batch", result.settings().batch());
    root.put("rounds", result.settings().rounds());
    ArrayNode layers = root.putArray("layers");
    result.layers().forEach(layer -> add(layer, result, layers.addObject()));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + result, e);
    }
  }

  private static void add(LayerCost layer, CostResult result, ObjectNode node) {
    RecurrentSpec spec = layer.spec();
    node.put("cell", layer.kind());
    node.put("inputSize", spec.inputSize());
    node.put("hiddenSize", spec.cells().get(0).hiddenSize());
    node.put("layers", spec.layers());
    node.put("directions", spec.directions().count());
    node.put("parameterFormula", layer.formula().toString());
    node.put("parameters", layer.parameters());
    node.put("forwardMultiplyAddsPerToken", layer.multiplyAdds().forward());
    node.put("backwardMultiplyAddsPerToken", layer.multiplyAdds().backward());
    node.put("keptBytes", layer.keptBytes());
    add(layer.forward(), node.putObject("forwardNanosecondsPerToken"));
    add(layer.backward(), node.putObject("backwardNanosecondsPerToken"));
    ObjectNode shares = node.putObject("sharesOfLstm");
    for (Cost cost : Cost.values()) {
      OptionalDouble share = cost.share(layer, result);
      if (share.isPresent()) {
        shares.put(cost.key(), share.getAsDouble());
      }
    }
  }

  private static void add(Timing timing, ObjectNode node) {
    node.put("median", timing.median());
    node.put("fastest", timing.fastest());
    node.put("slowest", timing.slowest());
  }
}
