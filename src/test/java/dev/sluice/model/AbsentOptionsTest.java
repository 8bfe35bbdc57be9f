package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cell.Cell;
import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.cell.Rnn;
import dev.sluice.layer.LayerSpec;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.sequence.PoolingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a description means that was written before an option existed. */
class AbsentOptionsTest {
  /** A layer and a cell of every kind; every option has its default. */
  private static final ModelSpec SPEC =
      ModelSpec.embedding(9, 4)
          .recurrent(RecurrentSpec.of(Rnn.of(4, 5), Lstm.of(5, 5), Gru.of(5, 5)))
          .pooling(PoolingKind.LAST)
          .dropout(0)
          .dense(2);

  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode tree = tree(SPEC.toJson());
  private final List<ObjectNode> parts = new ArrayList<>();

  AbsentOptionsTest() {
    for (JsonNode layer : tree.get("layers")) {
      parts.add((ObjectNode) layer);
      layer.path("cells").forEach(cell -> parts.add((ObjectNode) cell));
    }
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void everyKindOfLayerAndCellIsTried() {
    assertEquals(
        LayerSpec.class.getPermittedSubclasses().length
            + Cell.class.getPermittedSubclasses().length,
        parts.stream().map(part -> part.get("kind").asText()).distinct().count());
  }

  /** Also those that are yet to be added: the fields are those that are written now. */
  @Test
  void anAbsentOptionHasItsDefault() {
    Set<String> required = new TreeSet<>();
    for (ObjectNode part : parts) {
      for (String name : names(part)) {
        JsonNode value = part.remove(name);
        try {
          assertEquals(SPEC, ModelSpec.fromJson(tree.toString()), name);
        } catch (IllegalArgumentException e) {
          assertTrue(e.getMessage().contains(name), e.getMessage());
          required.add(part.path("kind").asText() + " " + name);
        }
        part.set(name, value);
      }
    }
    assertEquals(
        new TreeSet<>(
            Set.of(
                " kind",
                "embedding vocabulary",
                "embedding size",
                "recurrent cells",
                "rnn inputSize",
                "rnn hiddenSize",
                "lstm inputSize",
                "lstm hiddenSize",
                "gru inputSize",
                "gru hiddenSize",
                "pooling poolings",
                "dropout rate",
                "dense inputSize",
                "dense outputSize")),
        required);
  }

  private static List<String> names(ObjectNode part) {
    List<String> names = new ArrayList<>();
    part.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void whatIsStatedStays() {
    Lstm cell = Lstm.of(3, 4).withZoneout(0, 0.25f).withPeepholes().withProjection(2);
    ModelSpec spec = ModelSpec.ofSequences(3).recurrent(cell);
    String older = spec.toJson().replace("\"hidden\":0.0,", "").replace("\"layerNorm\":false,", "");
    assertEquals(spec, ModelSpec.fromJson(older));
  }

  @Test
  void theKindOfAnActivationHasNoDefault() {
    String json = ModelSpec.ofSequences(3).recurrent(Gru.of(3, 4)).toJson();
    String broken = json.replace("\"kind\":\"SIGMOID\",", "");
    assertThrows(IllegalArgumentException.class, () -> ModelSpec.fromJson(broken));
  }
}
