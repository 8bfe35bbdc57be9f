package dev.sluice.app.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.OnCpu;
import dev.sluice.app.sentiment.model.SentimentModel;
import dev.sluice.app.sentiment.model.TextEncoding;
import dev.sluice.app.sentiment.settings.Preset;
import dev.sluice.data.Tokenizer;
import dev.sluice.data.Vocabulary;
import dev.sluice.interop.onnx.OnnxModel;
import dev.sluice.interop.onnx.OnnxRuntime;
import dev.sluice.interop.onnx.tensor.ElementType;
import dev.sluice.interop.onnx.tensor.HostTensor;
import dev.sluice.model.Model;
import dev.sluice.model.ModelSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class ExportCommandTest extends OnCpu {
  private static final TextEncoding ENCODING =
      new TextEncoding(
          List.of("no", "yes"),
          Vocabulary.builder().build(List.of(List.of("one", "two", "three", "four"))),
          Tokenizer.current(),
          5);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Preset.class)
  void theFileGivesTheSameAnswersAndHoldsTheVocabulary(Preset preset) {
    Path saved = folder.resolve("model.safetensors");
    Path exported = folder.resolve("model.onnx");
    float[] answer;
    try (SentimentModel model = model(preset)) {
      model.save(saved, Map.of("test", "{}"));
      answer = model.classify(List.of("two three one")).get(0);
    }
    assertEquals(0, run(saved.toString(), "--onnx", exported.toString()));
    OnnxModel onnx = OnnxModel.read(exported);
    List<String> words = ENCODING.vocabulary().tokens();
    long[] tokens = {words.indexOf("two"), words.indexOf("three"), words.indexOf("one")};
    Map<String, HostTensor> inputs =
        Map.of(
            "tokens", HostTensor.integers(ElementType.INT32, tokens, 3, 1),
            "lengths", HostTensor.integers(ElementType.INT32, new long[] {3}, 1));
    assertArrayEquals(answer, onnx.run(device, inputs).get("output").floats(), 1e-6f);
    onnx.close();
    if (OnnxRuntime.unavailable() == null) {
      assertArrayEquals(answer, OnnxRuntime.run(exported, inputs).get("output").floats(), 1e-6f);
    }
    assertEquals("[\"no\",\"yes\"]", onnx.metadata().get("classes"));
    assertEquals("5", onnx.metadata().get("tokens"));
    assertEquals("{}", onnx.metadata().get("test"));
    for (String word : words) {
      assertTrue(onnx.metadata().get("vocabulary").contains('"' + word + '"'));
    }
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void aTextWithoutWordsHasTheSameAnswerInTheFile(Preset preset) {
    Path saved = folder.resolve("model.safetensors");
    Path exported = folder.resolve("model.onnx");
    List<float[]> answers;
    try (SentimentModel model = model(preset)) {
      model.save(saved, Map.of());
      answers = model.classify(List.of("...", "two three", ""));
    }
    assertEquals(0, run(saved.toString(), "--onnx", exported.toString()));
    int two = ENCODING.vocabulary().index("two");
    int three = ENCODING.vocabulary().index("three");
    // Tokens after the length of a row are ignored.
    assertAnswers(answers, exported, new long[] {4, two, 0, 3, three, 0}, new long[] {0, 2, 0});
    assertAnswers(List.of(answers.get(0)), exported, new long[0], new long[] {0});
    assertAnswers(
        List.of(answers.get(0), answers.get(2)), exported, new long[0], new long[] {0, 0});
  }

  private void assertAnswers(List<float[]> answers, Path exported, long[] tokens, long[] lengths) {
    int rows = lengths.length;
    Map<String, HostTensor> inputs =
        Map.of(
            "tokens", HostTensor.integers(ElementType.INT32, tokens, tokens.length / rows, rows),
            "lengths", HostTensor.integers(ElementType.INT32, lengths, rows));
    float[] expected = new float[2 * rows];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(answers.get(i), 0, expected, 2 * i, 2);
    }
    OnnxModel onnx = OnnxModel.read(exported);
    assertArrayEquals(expected, onnx.run(device, inputs).get("output").floats(), 1e-6f);
    onnx.close();
    if (OnnxRuntime.unavailable() == null) {
      assertArrayEquals(expected, OnnxRuntime.run(exported, inputs).get("output").floats(), 1e-6f);
    }
  }

  private SentimentModel model(Preset preset) {
    ModelSpec spec = preset.settings().model().spec(ENCODING.vocabulary().size(), 2);
    return new SentimentModel(Model.create(spec, device, 3), ENCODING);
  }

  @Test
  void theTargetIsRequired() {
    assertEquals(2, run(folder.resolve("model.safetensors").toString()));
    assertEquals(1, run(folder.resolve("none").toString(), "--onnx", "x"));
    assertEquals(0, folder.toFile().list().length);
    assertEquals(false, Files.exists(Path.of("x")));
  }

  private static int run(String... arguments) {
    return new CommandLine(new ExportCommand())
        .setExecutionExceptionHandler((e, command, parsed) -> 1)
        .execute(arguments);
  }
}
