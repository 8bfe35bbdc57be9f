package dev.sluice.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

/**
 * Model descriptions as JSON: the components of the records under their names, and {@code "kind"}
 * for layers and cells. Every field must be there and no other. Renaming a component changes the
 * format; then {@link ModelFile#FORMAT} must change too.
 */
final class ModelJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(LayerSpec.class, LayerKinds.class)
          .addMixIn(Cell.class, CellKinds.class)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private ModelJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = EmbeddingSpec.class, name = "embedding"),
    @JsonSubTypes.Type(value = RecurrentSpec.class, name = "recurrent"),
    @JsonSubTypes.Type(value = PoolingSpec.class, name = "pooling"),
    @JsonSubTypes.Type(value = DropoutSpec.class, name = "dropout"),
    @JsonSubTypes.Type(value = DenseSpec.class, name = "dense")
  })
  private interface LayerKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Rnn.class, name = "rnn"),
    @JsonSubTypes.Type(value = Lstm.class, name = "lstm"),
    @JsonSubTypes.Type(value = Gru.class, name = "gru")
  })
  private interface CellKinds {}

  static String write(ModelSpec spec) {
    try {
      return MAPPER.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("model description: " + e.getOriginalMessage(), e);
    }
  }

  static ModelSpec read(String json) {
    try {
      ModelSpec spec = MAPPER.readValue(json, LayerStack.class);
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
