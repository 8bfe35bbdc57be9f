package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.Shape;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
  private static final Provenance PROVENANCE =
      new Provenance(
          "1.2", "train --seed 3", "ab12", "cpu", 2, 3, Instant.ofEpochSecond(1_000_000_000));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("checkpoint");
    checkpoint().write(file);
  }

  private static Checkpoint checkpoint() {
    EpochMetrics epoch =
        new EpochMetrics(0, 0.1 + 0.2, 1 / 3.0, Double.NaN, Double.NaN, 7, 1e-9, 1e-3, 2);
    EpochSums sums = new EpochSums(Math.PI, 5, 8, 8.5, 70, Double.MIN_VALUE, 2, 1e-3, 0.25);
    return new Checkpoint(
        Map.of("model", "a small one", "seed", "3"),
        PROVENANCE,
        Map.of("vocabulary", "[]"),
        new RunState(1, 2, 6, sums, List.of(epoch), 0, Map.of("F1", List.of(0.1 + 0.2))),
        Map.of("weights/w", new SavedTensor(Shape.of(2, 1), new float[] {-0f, Float.MIN_VALUE})));
  }

  @Test
  void readsWhatWasWrittenToTheBit() {
    Checkpoint read = Checkpoint.read(file);
    assertEquals(checkpoint().settings(), read.settings());
    assertEquals(PROVENANCE, read.provenance());
    assertEquals(Map.of("vocabulary", "[]"), read.metadata());
    assertTrue(Checkpoint.isCheckpoint(file));
    assertEquals(checkpoint().state(), read.state());
    assertEquals(6, read.steps());
    assertEquals(1, read.epochs());
    SavedTensor tensor = read.tensors().get("weights/w");
    assertEquals(Shape.of(2, 1), tensor.shape());
    assertArrayEquals(new float[] {-0f, Float.MIN_VALUE}, tensor.values());
  }

  @Test
  void everyTruncationIsReported() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      CheckpointException thrown =
          assertThrows(CheckpointException.class, () -> Checkpoint.read(file));
      assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
      assertTrue(thrown.getMessage().contains("expected"), thrown.getMessage());
      assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
    }
  }

  @Test
  void aFileOfAnotherFormatIsNamed() throws IOException {
    Files.writeString(file, "PK\u0003\u0004 a zip archive, as torch.save writes it");
    CheckpointException thrown =
        assertThrows(CheckpointException.class, () -> Checkpoint.read(file));
    assertTrue(thrown.getMessage().contains("expected whole safetensors"), thrown.getMessage());
    assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing");
    UncheckedIOException thrown =
        assertThrows(UncheckedIOException.class, () -> Checkpoint.read(missing));
    assertTrue(thrown.getMessage().contains("missing"), thrown.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format | sluice-model-2 | found a file of another kind, sluice-model-2",
        "format | sluice-checkpoint-1 | found sluice-checkpoint-1, written by another version of Sluice",
        "format | sluice-checkpoint-3 | found sluice-checkpoint-3, written by another version of Sluice",
        "format | | expected a checkpoint, sluice-checkpoint-2, found safetensors without a format",
        "state | | expected metadata state, found none",
        "state | {} | metadata state",
        "state | null | found null",
        "settings | [] | metadata settings",
        "settings | {} trailing | metadata settings",
        "provenance | {} | provenance: expected version, found none",
        "settings | {\"a\":null} | settings",
        "provenance | {\"version\":null} | provenance",
      })
  void foreignMetadataIsNamed(String key, String value, String expected) {
    Map<String, String> metadata = new LinkedHashMap<>(SafetensorsFile.read(file).metadata());
    if (value == null) {
      metadata.remove(key);
    } else {
      metadata.put(key, value);
    }
    new SafetensorsWriter().withMetadata(metadata).write(file);
    CheckpointException thrown =
        assertThrows(CheckpointException.class, () -> Checkpoint.read(file));
    assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
    assertTrue(thrown.getMessage().startsWith("checkpoint " + file + ": "), thrown.getMessage());
    assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
  }

  @Test
  void aStateThatContradictsItselfIsRefused() {
    Map<String, String> metadata = new LinkedHashMap<>(SafetensorsFile.read(file).metadata());
    metadata.computeIfPresent(
        "state", (key, json) -> json.replace("\"bestEpoch\":0", "\"bestEpoch\":1"));
    new SafetensorsWriter().withMetadata(metadata).write(file);
    CheckpointException thrown =
        assertThrows(CheckpointException.class, () -> Checkpoint.read(file));
    assertTrue(thrown.getMessage().contains("best epoch"), thrown.getMessage());
  }
}
