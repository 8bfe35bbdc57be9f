package dev.sluice.model;

import dev.sluice.cell.Gru;
import dev.sluice.cell.Lstm;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.safetensors.SafetensorsException;
import dev.sluice.sequence.PoolingKind;
import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ReaderTarget;
import dev.sluice.torture.SafetensorsMutator;
import dev.sluice.torture.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fuzz targets: the reader of model files. */
public final class ModelReaderTargets {
  private static final String[] WORDS = {
    "sluice-model-1",
    "sluice-model-3",
    "\\\"lstm\\\"",
    "\\\"gru\\\"",
    "\\\"rnn\\\"",
    "\\\"hiddenSize\\\":",
    "\\\"inputSize\\\":",
    "\\\"layers\\\":",
    "tanh",
    "sigmoid",
    "elu",
    "0.embedding.weight",
    "1.recurrent.weight_ih_l0",
    "2147483647",
    "1e39"
  };

  private ModelReaderTargets() {}

  /** Models of tokens and of sequences. */
  public static List<ReaderTarget> all() {
    ModelSpec tokens =
        ModelSpec.embedding(5, 3)
            .recurrent(Lstm.of(3, 2))
            .pooling(PoolingKind.MAX, PoolingKind.LAST)
            .dense(2);
    ModelSpec sequences = ModelSpec.ofSequences(2).recurrent(Gru.of(2, 3)).dense(1);
    return List.of(
        new ReaderTarget(
            "model",
            "model.safetensors",
            List.of(sample(tokens), sample(sequences)),
            new ByteMutator(WORDS).or(new SafetensorsMutator(WORDS)),
            Set.of(ModelFileException.class, SafetensorsException.class),
            ModelReaderTargets::read));
  }

  private static byte[] sample(ModelSpec spec) {
    try (Device device = Devices.cpu();
        Model model = Model.create(spec, device, 1)) {
      return Samples.of("model", file -> ModelFile.save(file, model, Map.of("note", "small")));
    }
  }

  private static void read(Path file) {
    ModelFile read = ModelFile.read(file);
    read.spec().toString();
    try (Device device = Devices.cpu()) {
      read.load(device).close();
    }
  }
}
