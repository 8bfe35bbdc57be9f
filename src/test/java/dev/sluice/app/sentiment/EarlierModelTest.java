package dev.sluice.app.sentiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.OnCpu;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.train.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a model saved before texts were normalized still gives the same answers. */
class EarlierModelTest extends OnCpu {
  private static final Map<String, Float> NEGATIVE =
      Map.of(
          "caf\u00e9", 0.5252867341f,
          "cafe\u0301", 0.5327765346f,
          "a lovely film", 0.5158272386f,
          "it was awful", 0.5192353725f,
          "...", 0.5307455659f);

  @TempDir private Path folder;

  @Test
  void givesTheSameAnswers() throws Exception {
    try (SentimentModel model = SentimentModel.load(stored("model.safetensors"), device)) {
      assertAnswers(model);
    }
  }

  @Test
  void keepsItsTokenizerWhenItIsSavedAgain() throws Exception {
    Path again = folder.resolve("again.safetensors");
    try (SentimentModel model = SentimentModel.load(stored("model.safetensors"), device)) {
      model.save(again, model.metadata());
    }
    try (SentimentModel model = SentimentModel.load(again, device)) {
      assertEquals("standard-lowercase-1", model.encoding().tokenizer().scheme());
      assertAnswers(model);
    }
  }

  @Test
  void itsRunCanStillBeRead() throws Exception {
    RunDescription run = RunDescription.read(stored("run.json"));
    assertEquals("standard-lowercase-1", run.settings().text().tokenizer());
    assertEquals(false, run.settings().training().balance());
    assertEquals(DataFormat.unspecified(), run.format());
    assertEquals(3, Checkpoint.read(stored("checkpoint.safetensors")).epochs());
  }

  private static void assertAnswers(SentimentModel model) {
    NEGATIVE.forEach(
        (text, expected) ->
            assertEquals(expected, model.classify(List.of(text)).get(0)[0], 1e-5f, text));
  }

  private static Path stored(String name) throws Exception {
    return Path.of(EarlierModelTest.class.getResource("standard-lowercase-1/" + name).toURI());
  }
}
