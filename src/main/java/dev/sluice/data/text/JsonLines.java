package dev.sluice.data.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Reads the rows of a JSON Lines file: one JSON object per line. */
final class JsonLines {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final TextFile file;
  private final TableColumns columns;

  private JsonLines(TextFile file, TableColumns columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Reads all rows in order; blank lines are skipped.
   *
   * @throws DataException naming file and line
   */
  static ParsedTable read(TextFile file, TableColumns columns) {
    return new JsonLines(file, columns).readAll();
  }

  private ParsedTable readAll() {
    RowCollector rows = new RowCollector(file.path(), columns);
    try (BufferedReader in = file.open()) {
      long number = 1;
      for (String line = in.readLine(); line != null; line = in.readLine(), number++) {
        if (!line.isBlank()) {
          add(rows, number, line);
        }
      }
      return new ParsedTable(rows.rows(), rows.notices());
    } catch (IOException e) {
      throw file.failure(e);
    }
  }

  private void add(RowCollector rows, long number, String line) {
    String where = file.path() + ":" + number;
    JsonNode object = parse(where, line);
    if (!object.isObject()) {
      throw new DataException(
          where + ": expected one JSON object per line, found " + describe(object));
    }
    JsonNode text = field(where, object, columns::isText);
    JsonNode label = field(where, object, columns::isLabel);
    if (!text.isTextual()) {
      throw new DataException(where + ": expected a string as text, found " + describe(text));
    }
    if (!label.isTextual() && !label.isIntegralNumber()) {
      throw new DataException(
          where + ": expected a name or a whole number as label, found " + describe(label));
    }
    rows.add(number, text.asText(), label.asText());
  }

  private static JsonNode parse(String where, String line) {
    try {
      return READER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new DataException(where + ": malformed JSON: " + Excerpt.of(e.getOriginalMessage()), e);
    }
  }

  private JsonNode field(String where, JsonNode object, Predicate<String> wanted) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    List<String> fitting = names.stream().filter(wanted).toList();
    if (fitting.size() == 1) {
      return object.get(fitting.get(0));
    }
    throw new DataException(
        where
            + ": expected "
            + columns.expected()
            + (fitting.isEmpty()
                ? ", found only " + Excerpt.of(names)
                : ", each once; found " + Excerpt.of(fitting)));
  }

  private static String describe(JsonNode node) {
    String kind = node.getNodeType().toString().toLowerCase(Locale.ROOT);
    return node.isValueNode() || node.size() < 3 ? kind + " " + Excerpt.of(node.toString()) : kind;
  }
}
