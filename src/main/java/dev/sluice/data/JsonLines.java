package dev.sluice.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Rows of a file with one JSON object a line. */
final class JsonLines {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private JsonLines() {}

  /**
   * All rows in order; blank lines are skipped.
   *
   * @throws DataException naming file and line
   */
  static List<TableRow> read(Path file) {
    List<TableRow> rows = new ArrayList<>();
    try (BufferedReader in = Utf8.open(file)) {
      long number = 1;
      for (String line = in.readLine(); line != null; line = in.readLine(), number++) {
        if (!line.isBlank()) {
          rows.add(row(file + ":" + number, number, line));
        }
      }
      return rows;
    } catch (IOException e) {
      throw Utf8.failure(file, e);
    }
  }

  private static TableRow row(String where, long number, String line) {
    JsonNode object = parse(where, line);
    if (!object.isObject()) {
      throw new DataException(
          where + ": expected one JSON object a line, found " + describe(object));
    }
    JsonNode text = field(where, object, TableColumns::isText);
    JsonNode label = field(where, object, TableColumns::isLabel);
    if (!text.isTextual()) {
      throw new DataException(where + ": expected a string as text, found " + describe(text));
    }
    if (!label.isTextual() && !label.isIntegralNumber() || label.asText().isBlank()) {
      throw new DataException(
          where + ": expected a name or a whole number as label, found " + describe(label));
    }
    return new TableRow(number, text.asText(), label.asText().strip());
  }

  private static JsonNode parse(String where, String line) {
    try {
      return READER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new DataException(where + ": malformed JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonNode field(String where, JsonNode object, Predicate<String> wanted) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (wanted.test(field.getKey())) {
        return field.getValue();
      }
    }
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    throw new DataException(
        where + ": expected " + TableColumns.EXPECTED + ", found only " + names);
  }

  private static String describe(JsonNode node) {
    String text = node.toString();
    String kind = node.getNodeType().toString().toLowerCase(Locale.ROOT);
    return text.length() <= 40 ? kind + " " + text : kind;
  }
}
