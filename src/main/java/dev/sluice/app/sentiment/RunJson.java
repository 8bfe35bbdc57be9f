package dev.sluice.app.sentiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON files of a run folder. */
final class RunJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private RunJson() {}

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** With line breaks, for people too. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON form: " + value, e);
    }
  }

  /** On one line. */
  static String line(Object value) {
    return tree(value).toString();
  }

  /** Every value by its name, as text, in order; the names of nested records are left out. */
  static Map<String, String> rows(Object value) {
    Map<String, String> rows = new LinkedHashMap<>();
    collect(tree(value), rows);
    return rows;
  }

  private static void collect(JsonNode node, Map<String, String> rows) {
    node.fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              if (value.isObject()) {
                collect(value, rows);
              } else {
                rows.put(field.getKey(), value.isArray() ? joined(value) : value.asText());
              }
            });
  }

  private static String joined(JsonNode array) {
    List<String> elements = new ArrayList<>();
    array.forEach(element -> elements.add(element.asText()));
    return String.join("+", elements);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the file holds something else
   */
  static <T> T read(Path file, Class<T> type) {
    try {
      return MAPPER.readValue(Files.readString(file), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s: expected what sluice wrote there: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
