package dev.sluice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds to a description the options that it does not state, each with its default: the description
 * may be older than the option, and a default is what Sluice did before there was a choice. What
 * has no default stays missing.
 */
final class DescriptionDefaults {
  private static final String KIND = "kind";

  private final Map<String, ObjectNode> byKind = new TreeMap<>();

  /**
   * Takes a layer or cell of a kind with the default of each option; keeps it.
   *
   * @param required components that have no default
   */
  void add(String kind, ObjectNode defaults, List<String> required) {
    byKind.put(kind, defaults.without(required));
  }

  /** Completes the layers of a model's description, and their cells, in place. */
  void complete(JsonNode model) {
    for (JsonNode layer : model.path("layers")) {
      addTo(layer);
      layer.path("cells").forEach(this::addTo);
    }
  }

  private void addTo(JsonNode described) {
    ObjectNode defaults = byKind.get(described.path(KIND).asText());
    if (defaults != null && described instanceof ObjectNode object) {
      fill(object, defaults);
    }
  }

  private static void fill(ObjectNode object, ObjectNode defaults) {
    defaults
        .fields()
        .forEachRemaining(
            option -> {
              JsonNode stated = object.get(option.getKey());
              if (stated == null && !option.getKey().equals(KIND)) {
                object.set(option.getKey(), option.getValue().deepCopy());
              } else if (stated instanceof ObjectNode inner
                  && option.getValue() instanceof ObjectNode innerDefaults) {
                fill(inner, innerDefaults);
              }
            });
  }
}
