package dev.sluice.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.DenseSpec;
import dev.sluice.layer.DropoutSpec;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.LayerSpec;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.PoolingKind;
import java.util.List;

/**
 * Model descriptions as JSON: the components of the records under their names, and {@code "kind"}
 * for layers and cells. An option that is absent has its default ({@link DescriptionDefaults});
 * sizes, and fields that no record has, are refused. Renaming a component changes the format; then
 * {@link ModelFile#FORMAT} must change too.
 */
final class ModelJson {
  /**
   * A kind of layers or cells.
   *
   * @param defaults one in which every option has its default
   * @param required its components that have no default
   */
  private record Kind(String name, Record defaults, List<String> required) {
    static Kind of(LayerSpec defaults, String... required) {
      return new Kind(defaults.kind(), (Record) defaults, List.of(required));
    }

    static Kind of(Cell defaults) {
      return new Kind(defaults.kind(), (Record) defaults, List.of("inputSize", "hiddenSize"));
    }

    NamedType subtype() {
      return new NamedType(defaults.getClass(), name);
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          Kind.of(EmbeddingSpec.of(1, 1), "vocabulary", "size"),
          Kind.of(RecurrentSpec.of(Rnn.of(1, 1)), "cells"),
          Kind.of(PoolingSpec.of(PoolingKind.LAST), "poolings"),
          Kind.of(DropoutSpec.of(0), "rate"),
          Kind.of(DenseSpec.of(1, 1), "inputSize", "outputSize"),
          Kind.of(Rnn.of(1, 1)),
          Kind.of(Lstm.of(1, 1)),
          Kind.of(Gru.of(1, 1)));

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(LayerSpec.class, Typed.class)
          .addMixIn(Cell.class, Typed.class)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private static final DescriptionDefaults DEFAULTS = new DescriptionDefaults();

  static {
    KINDS.forEach(kind -> MAPPER.registerSubtypes(kind.subtype()));
    KINDS.forEach(
        kind -> DEFAULTS.add(kind.name, MAPPER.valueToTree(kind.defaults), kind.required));
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Typed {}

  private ModelJson() {}

  /**
   * The description as JSON.
   *
   * @throws IllegalStateException if reading it would not give the same description
   */
  static String write(ModelSpec spec) {
    try {
      String json = MAPPER.writeValueAsString(spec);
      if (!read(json).equals(spec)) {
        throw new IllegalStateException("model description: JSON cannot express " + spec);
      }
      return json;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException("model description: JSON cannot express " + spec, e);
    }
  }

  static ModelSpec read(String json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      DEFAULTS.complete(tree);
      ModelSpec spec = MAPPER.treeToValue(tree, LayerStack.class);
      if (spec == null) {
        throw new IllegalArgumentException("model description: expected an object, got null");
      }
      return spec;
    } catch (JsonProcessingException e) {
      String where =
          e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
              ? " at " + mapping.getPathReference()
              : "";
      throw new IllegalArgumentException("model description: " + e.getOriginalMessage() + where, e);
    }
  }
}
