package dev.sluice.app;

import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.cell.Gru;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.Vocabulary;
import dev.sluice.device.Device;
import dev.sluice.device.Devices;
import dev.sluice.layer.EmbeddingSpec;
import dev.sluice.layer.RecurrentSpec;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import dev.sluice.sequence.PoolingKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes an untrained model that can classify texts. */
final class TinyModel {
  private TinyModel() {}

  static Path write(Path file) {
    TextEncoding encoding =
        new TextEncoding(
            List.of("no", "yes"),
            Vocabulary.builder().build(List.of(List.of("one", "two"))),
            Tokenizer.current(),
            5);
    ModelSpec spec =
        ModelSpec.ofTokens()
            .layer(EmbeddingSpec.of(encoding.vocabulary().size(), 3))
            .recurrent(RecurrentSpec.of(Gru.of(3, 4)))
            .pooling(PoolingKind.MAX)
            .dense(2);
    try (Device device = Devices.cpu();
        SentimentModel model = new SentimentModel(Model.create(spec, device, 1), encoding)) {
      model.save(file, Map.of());
    }
    return file;
  }
}
