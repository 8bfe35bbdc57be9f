package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.device.Shape;
import dev.sluice.record.RecordText;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Reads a stored checkpoint of every released version of the format. Version 1 was never released;
 * {@link CheckpointTest} shows that it is refused by name.
 */
class StoredCheckpointTest {
  /** The optimizer as it would be with one more option; checkpoints know it by its simple name. */
  private record Adam(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      boolean amsgrad) {}

  private static Checkpoint version2() throws URISyntaxException {
    return Checkpoint.read(
        Path.of(
            StoredCheckpointTest.class
                .getResource(
                    "/dev/sluice/app/sentiment/standard-lowercase-1/checkpoint.safetensors")
                .toURI()));
  }

  @Test
  void anOptionThatIsAddedLaterHasItsDefault() throws Exception {
    Adam defaults = new Adam(0.1, 0.9, 0.999, 1e-8, 0, false);
    String saved = version2().settings().get("optimizer");
    assertEquals(
        new Adam(0.004, 0.9, 0.999, 1e-8, 0, false).toString(),
        RecordText.completed(saved, defaults));
  }

  @Test
  void version2IsReadCompletely() throws Exception {
    Checkpoint checkpoint = version2();
    assertEquals(36, checkpoint.steps());
    assertEquals(3, checkpoint.epochs());
    // The file says LinearToZero[rate=0.004]: the rate was the schedule's.
    assertEquals("LinearToZero[]", checkpoint.settings().get("schedule"));
    assertEquals(
        "Adam[learningRate=0.004, beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.0]",
        checkpoint.settings().get("optimizer"));
    assertEquals(
        Instant.parse("2026-12-01T09:07:34.569405158Z"), checkpoint.provenance().started());
    SavedTensor bias = checkpoint.tensors().get("weights/4.dense.bias");
    assertEquals(Shape.of(2), bias.shape());
    assertArrayEquals(new float[] {-0.0204324406f, -0.17514652f}, bias.values());
  }
}
