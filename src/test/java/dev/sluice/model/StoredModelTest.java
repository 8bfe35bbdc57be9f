package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.OnCpu;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Reads a stored model file of every released version of the format, and compares its predictions
 * with the stored ones. Version 1 was never released; {@link ModelFileTest} shows that it is
 * refused by name.
 */
class StoredModelTest extends OnCpu {
  @Test
  void version2GivesTheSamePredictions() throws Exception {
    Path path = Path.of(StoredModelTest.class.getResource("sluice-model-2.safetensors").toURI());
    ModelFile file = ModelFile.read(path);
    assertEquals("of version 0.1.0", file.metadata().get("note"));
    try (Model model = file.load(device)) {
      float[][][] sequences = {
        {{0.5f, -1, 2}, {1, 0.25f, -0.5f}, {0, 1, 1}}, {{-1, 2, 0.125f}},
      };
      float[][] answers = model.predict(sequences);
      assertArrayEquals(new float[] {-0.32538307f, -0.053180978f}, answers[0], 1e-6f);
      assertArrayEquals(new float[] {-0.34084052f, -0.024386313f}, answers[1], 1e-6f);
    }
  }
}
