package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.cell.Gru;
import dev.sluice.model.ModelSpec;
import org.junit.jupiter.api.Test;

/** So that a run from before an option of the model existed can go on. */
class ModelDescriptionTest {
  private static final String JSON = ModelSpec.ofSequences(2).recurrent(Gru.of(2, 3)).toJson();
  private static final String OLDER = JSON.replace("\"layerNorm\":false,", "");

  @Test
  void thatOfAnEarlierVersionGetsTheOptionsOfThisOne() {
    assertEquals(JSON, ModelDescription.current(OLDER));
    assertEquals(
        JSON + ", windows of 4 rows", ModelDescription.current(OLDER + ", windows of 4 rows"));
  }

  @Test
  void thatOfALayerOfOnesOwnStays() {
    assertEquals("mine {layers: 2}", ModelDescription.current("mine {layers: 2}"));
    assertEquals("", ModelDescription.current(""));
  }
}
