package dev.sluice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds missing options to a description, with their defaults. A description may be older than an
 * option; the default is the behaviour before the option existed. A missing component without a
 * default stays missing.
 */
final class DescriptionDefaults {
  private static final String KIND = "kind";

  private final Map<String, ObjectNode> byKind = new TreeMap<>();

  /**
   * Adds the defaults of one kind of layer or cell; the object is not copied.
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
