package dev.sluice.app.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.app.sentiment.model.SentimentFormat;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.app.sentiment.settings.Preset;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.Vocabulary;
import dev.sluice.model.Model;
import dev.sluice.model.ModelFile;
import dev.sluice.model.ModelSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentimentModelTest extends OnCpu {
  private static final TextEncoding ENCODING =
      new TextEncoding(
          List.of("no", "perhaps", "yes"),
          Vocabulary.builder().build(List.of(List.of("one", "two", "three", "four"))),
          Tokenizer.current(),
          5);
  private static final ModelSpec SPEC =
      Preset.FAST.settings().model().spec(ENCODING.vocabulary().size(), 3);

  @TempDir private Path folder;
  private final List<String> texts = new ArrayList<>();

  @BeforeEach
  void makeTexts() {
    texts.add("");
    for (int i = 0; i < 200; i++) {
      texts.add("one two three four five ".repeat(i % 7) + (i % 2 == 0 ? "one" : "three"));
    }
  }

  @Test
  void answersHaveTheOrderOfTheTexts() {
    try (SentimentModel model = model()) {
      List<float[]> together = model.classify(texts);
      assertEquals(texts.size(), together.size());
      for (int i = 0; i < texts.size(); i += 13) {
        float[] alone = model.classify(texts.subList(i, i + 1)).get(0);
        assertArrayEquals(alone, together.get(i), 1e-6f);
        assertEquals(1, alone[0] + alone[1] + alone[2], 1e-5);
      }
      assertTrue(model.classify(List.of()).isEmpty());
    }
  }

  @Test
  void aLoadedModelGivesTheSameAnswers() {
    Path file = folder.resolve("model");
    List<float[]> before;
    try (SentimentModel model = model()) {
      before = model.classify(texts);
      model.save(file, Map.of("test", "{}"));
    }
    try (SentimentModel model = SentimentModel.load(file, device)) {
      assertEquals(ENCODING.classNames(), model.encoding().classNames());
      assertEquals(Map.of("test", "{}"), model.metadata());
      assertSame(before, model.classify(texts));
    }
  }

  @Test
  void severalThreadsMayClassifyAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (SentimentModel model = model()) {
      List<float[]> expected = model.classify(texts);
      List<Callable<List<float[]>>> questions = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        questions.add(() -> model.classify(texts));
      }
      for (Future<List<float[]>> answer : threads.invokeAll(questions)) {
        assertSame(expected, answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aModelThatDoesNotFitItsEncodingIsRefused() {
    ModelSpec twoClasses = Preset.FAST.settings().model().spec(ENCODING.vocabulary().size(), 2);
    try (Model model = Model.create(twoClasses, device, 1)) {
      assertThrows(IllegalArgumentException.class, () -> new SentimentModel(model, ENCODING));
    }
  }

  @Test
  void aModelOfAnotherTaskIsRefused() {
    Path file = folder.resolve("model");
    try (Model model = Model.create(SPEC, device, 1)) {
      ModelFile.save(file, model, Map.of());
    }
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> SentimentModel.load(file, device).close());
    assertTrue(refused.getMessage().contains("expected a sentiment model"), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classes | null",
        "classes | [\"no\", null, \"yes\"]",
        "classes | [\"no\"",
        "vocabulary | null",
        "vocabulary | [null, null]",
        "vocabulary | []",
        "tokens | many",
        "tokens | 0"
      })
  void damagedMetadataIsRefusedWithTheFileName(String key, String value) {
    Path file = folder.resolve("model");
    Map<String, String> metadata =
        new LinkedHashMap<>(SentimentFormat.metadata(ENCODING, Map.of()));
    metadata.put(key, value);
    try (Model model = Model.create(SPEC, device, 1)) {
      ModelFile.save(file, model, metadata);
    }
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> SentimentModel.load(file, device).close());
    assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
  }

  private SentimentModel model() {
    return new SentimentModel(Model.create(SPEC, device, 1), ENCODING);
  }

  private static void assertSame(List<float[]> expected, List<float[]> actual) {
    assertArrayEquals(expected.toArray(), actual.toArray());
  }
}
