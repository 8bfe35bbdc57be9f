package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.cell.Gru;
import dev.sluice.device.Parameter;
import dev.sluice.safetensors.SafetensorsException;
import dev.sluice.safetensors.SafetensorsWriter;
import dev.sluice.sequence.PoolingKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest extends OnCpu {
  private static final ModelSpec SPEC =
      ModelSpec.embedding(10, 4).recurrent(Gru.of(4, 3)).pooling(PoolingKind.MAX).dense(2);

  private static final ModelSpec TINY = ModelSpec.ofSequences(1).dense(1);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void nameTheFile() {
    path = folder.resolve("model.safetensors");
  }

  @Test
  void noMetadataIsNeeded() {
    ModelFile.save(path, scope.own(Model.create(SPEC, device, 42)));
    assertEquals(Map.of(), ModelFile.read(path).metadata());
  }

  @Test
  void whatIsSavedIsLoaded() {
    Model saved = scope.own(Model.create(SPEC, device, 42));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("vocabulary", "[\"the\", \"cat\"]");
    metadata.put("accuracy", "0.5");
    ModelFile.save(path, saved, metadata);
    ModelFile file = ModelFile.read(path);
    assertEquals(SPEC, file.spec());
    assertEquals(metadata, file.metadata());
    assertEquals(List.copyOf(metadata.keySet()), List.copyOf(file.metadata().keySet()));
    Model loaded = scope.own(file.load(device));
    for (Parameter parameter : saved.parameters()) {
      assertArrayEquals(
          parameter.value().floats(), loaded.parameter(parameter.name()).value().floats());
    }
  }

  @Test
  void ownMetadataCannotPretendToBeTheFormat() {
    Model model = scope.own(Model.create(TINY, device, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelFile.save(path, model, Map.of("format", "mine")));
  }

  private SafetensorsWriter tiny() {
    return new SafetensorsWriter()
        .withMetadata("format", ModelFile.FORMAT)
        .withMetadata("model", TINY.toJson());
  }

  private String refusal(SafetensorsWriter writer) {
    writer.write(path);
    return assertThrows(ModelFileException.class, () -> ModelFile.read(path)).getMessage();
  }

  @Test
  void foreignAndOtherVersionsAreRefused() {
    assertEquals(
        path + ": expected a model file, sluice-model-2, got safetensors without a format",
        refusal(new SafetensorsWriter().withFloats("w", new float[1], 1)));
    for (String version : List.of("sluice-model-1", "sluice-model-3")) {
      assertEquals(
          path
              + ": expected a model file, sluice-model-2, got "
              + version
              + ", written by another version of Sluice",
          refusal(new SafetensorsWriter().withMetadata("format", version)));
    }
    assertEquals(
        path
            + ": expected a model file, sluice-model-2, got a file of another kind,"
            + " sluice-checkpoint-2",
        refusal(new SafetensorsWriter().withMetadata("format", "sluice-checkpoint-2")));
    assertEquals(
        path + ": expected metadata \"model\", got none",
        refusal(new SafetensorsWriter().withMetadata("format", ModelFile.FORMAT)));
  }

  @Test
  void anInvalidDescriptionIsRefused() {
    String message =
        refusal(
            new SafetensorsWriter()
                .withMetadata("format", ModelFile.FORMAT)
                .withMetadata("model", "{\"layers\":[]}"));
    assertTrue(message.startsWith(path + ": model description: "), message);
  }

  @Test
  void parametersMustBeThoseOfTheDescription() {
    assertEquals(
        path
            + ": expected the parameters of its model;"
            + " missing [0.dense.bias, 0.dense.weight], unexpected [0.dense.wait]",
        refusal(tiny().withFloats("0.dense.wait", new float[1], 1)));
    assertEquals(
        path + ": 0.dense.weight: expected F32 [1, 1], got F32 [1]",
        refusal(
            tiny()
                .withFloats("0.dense.weight", new float[1], 1)
                .withFloats("0.dense.bias", new float[1], 1)));
    assertEquals(
        path + ": 0.dense.bias: expected F32 [1], got F64 [1]",
        refusal(
            tiny()
                .withFloats("0.dense.weight", new float[1], 1, 1)
                .withDoubles("0.dense.bias", new double[1], 1)));
  }

  @Test
  void aDescriptionCannotClaimMoreThanTheFileHolds() {
    String huge = TINY.toJson().replace("\"outputSize\":1", "\"outputSize\":2000000000");
    String message =
        refusal(
            new SafetensorsWriter()
                .withMetadata("format", ModelFile.FORMAT)
                .withMetadata("model", huge)
                .withFloats("0.dense.weight", new float[1], 1, 1)
                .withFloats("0.dense.bias", new float[1], 1));
    assertTrue(message.contains("expected F32 [2000000000, 1], got F32 [1, 1]"), message);
  }

  @Test
  void nanIsRefusedByName() {
    tiny()
        .withFloats("0.dense.weight", new float[] {Float.NaN}, 1, 1)
        .withFloats("0.dense.bias", new float[1], 1)
        .write(path);
    ModelFile file = ModelFile.read(path);
    assertEquals(
        path + ": 0.dense.weight: expected finite numbers, got NaN at 0",
        assertThrows(ModelFileException.class, () -> file.load(device)).getMessage());
  }

  @Test
  void truncatedAndMissingFilesAreRefused() throws IOException {
    Model model = scope.own(Model.create(SPEC, device, 42));
    ModelFile.save(path, model, Map.of());
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
    assertThrows(SafetensorsException.class, () -> ModelFile.read(path));
    Path absent = folder.resolve("absent");
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> ModelFile.read(absent));
    assertTrue(e.getMessage().contains(absent.toString()), e.getMessage());
  }
}
