package dev.sluice.app.sentiment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON files of a run folder. */
final class RunJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new NanAsNull())
                  .addSerializer(new LowerCaseEnums()))
          .build();

  private RunJson() {}

  /** Writes NaN, the value of a metric that was not measured, as null, because JSON has no NaN. */
  private static final class NanAsNull extends StdSerializer<Double> {
    private static final long serialVersionUID = 1;

    NanAsNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (value.isNaN()) {
        json.writeNull();
      } else {
        json.writeNumber(value);
      }
    }
  }

  /**
   * Writes names of enums in lower case. Jackson's own setting uses the locale, which fails for
   * "linear" in Turkish.
   */
  private static final class LowerCaseEnums extends StdSerializer<Enum<?>> {
    private static final long serialVersionUID = 1;

    LowerCaseEnums() {
      super(Enum.class, false);
    }

    @Override
    public void serialize(Enum<?> value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.name().toLowerCase(Locale.ROOT));
    }
  }

  static JsonNode tree(@Nullable Object value) {
    return MAPPER.valueToTree(value);
  }

  /** JSON with line breaks. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /** JSON on one line. */
  static String line(Object value) {
    return tree(value).toString();
  }

  /**
   * All values that are not null, as text by option name, in order. Names of nested records are
   * left out.
   */
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
              } else if (!value.isNull()) {
                rows.put(optionName(field.getKey()), text(value));
              }
            });
  }

  /** The name of an option, such as {@code word-dropout} for {@code wordDropout}. */
  private static String optionName(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** A value as the user writes it, such as {@code 1} for {@code 1.0}, or {@code max,mean}. */
  private static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(element.asText()));
      return String.join(",", elements);
    }
    return value.asText().replaceFirst("(?<=\\d)\\.0$", "");
  }

  /**
   * Reads a value.
   *
   * @param completion adds values that earlier versions of Sluice did not write
   * @throws IllegalArgumentException if the file has other contents
   */
  static <T> T read(Path file, Class<T> type, Consumer<ObjectNode> completion) {
    try {
      return parse(file, Files.readString(file), type, completion);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a value from JSON text.
   *
   * @param completion adds values that earlier versions of Sluice did not write
   * @throws IllegalArgumentException if the text has other contents
   */
  static <T> T parse(Path file, String json, Class<T> type, Consumer<ObjectNode> completion) {
    try {
      if (!(MAPPER.readTree(json) instanceof ObjectNode object)) {
        throw new IllegalArgumentException(file + ": expected a JSON object written by sluice");
      }
      completion.accept(object);
      return MAPPER.treeToValue(object, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: expected JSON written by sluice: %s", file, e.getOriginalMessage()),
          e);
    }
  }
}
