package dev.sluice.app.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.insight.memory.MemoryResult;
import dev.sluice.insight.memory.MemorySettings;
import dev.sluice.insight.memory.MemorySpan;
import dev.sluice.insight.memory.Trial;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The results as JSON. It holds no times, so equal experiments give equal texts. */
final class MemoryJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MemoryJson() {}

  /**
   * The text, with line breaks.
   *
   * @param device description of the device
   */
  static String text(MemoryResult result, String device) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("device", device);
    addSettings(result.settings(), root.putObject("settings"));
    root.put("complete", result.complete());
    ArrayNode spans = root.putArray("results");
    result.spans().forEach(span -> addSpan(span, spans.addObject()));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + result, e);
    }
  }

  private static void addSettings(MemorySettings settings, ObjectNode node) {
    ArrayNode lags = node.putArray("lags");
    settings.lags().forEach(lags::add);
    node.put("steps", settings.steps());
    node.put("hiddenSize", settings.hiddenSize());
    node.put("batchSize", settings.batchSize());
    node.put("learningRate", settings.learningRate());
    node.put("gradientNorm", settings.gradientNorm());
    node.put("checkInterval", settings.checkInterval());
    node.put("heldOut", settings.heldOut());
    node.put("seed", settings.seed());
  }

  private static void addSpan(MemorySpan span, ObjectNode node) {
    node.put("task", Names.of(span.task()));
    node.put("cell", Names.of(span.cell()));
    node.put("longestLag", orNull(span.longestLag()));
    node.put("shortestUnsolvedLag", orNull(span.shortestUnsolvedLag()));
    node.put("stepsToSolve", orNull(span.stepsToSolve()));
    ArrayNode trials = node.putArray("trials");
    span.trials().forEach(trial -> addTrial(trial, trials.addObject()));
  }

  private static void addTrial(Trial trial, ObjectNode node) {
    node.put("lag", trial.lag());
    node.put("outcome", Names.of(trial.outcome()));
    node.put("steps", trial.steps());
    node.put("baselineLoss", trial.baselineLoss());
    node.put("finalLoss", Double.isNaN(trial.finalLoss()) ? null : trial.finalLoss());
  }

  private static @Nullable Integer orNull(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
