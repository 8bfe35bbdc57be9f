package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code sentiment classify}. */
@Tag("verify")
class SentimentClassifyTest extends SentimentCommands {
  @Test
  void textsComeFromFilesLinesAndStandardInput() throws IOException {
    train("--epochs=3").expect(0);
    Path file = Files.writeString(folder.resolve("texts.txt"), "great film\n\nboring film\n");
    assertEquals(1, lines(classify("", file.toString())));
    assertEquals(3, lines(classify("", "--lines", file.toString())));
    assertEquals(1, lines(classify("a great story\nand house\n")));
    assertEquals(2, lines(classify("a great story\nand house\n", "--lines", "-")));

    JsonNode answer = new ObjectMapper().readTree(classify("", "--json", "a great film").out());
    assertEquals("a great film", answer.get("text").asText());
    JsonNode both = answer.get("probabilities");
    assertEquals(1, both.get("negative").asDouble() + both.get("positive").asDouble(), 1e-5);
  }

  /** A killed run leaves a checkpoint but no model file. */
  @Test
  void aCheckpointClassifiesLikeTheModelOfItsRun() {
    train("--epochs=3", "--patience=2").expect(0);
    String checkpoint = out.resolve("checkpoint.safetensors").toString();
    String model = out.resolve("model.safetensors").toString();
    for (List<String> command :
        List.of(
            List.of("classify", "--json", "FILE", "a great film"),
            List.of("evaluate", "FILE", "--data", data.toString()))) {
      List<String> outputs = new ArrayList<>();
      for (String file : List.of(model, checkpoint)) {
        List<String> words = new ArrayList<>(command);
        words.replaceAll(word -> word.equals("FILE") ? file : word);
        words.add(0, "sentiment");
        outputs.add(CommandRun.of(words.toArray(String[]::new)).expect(0).out());
      }
      assertEquals(outputs.get(0), outputs.get(1));
    }
    String onnx = folder.resolve("m.onnx").toString();
    CommandRun.of("sentiment", "export", checkpoint, "--onnx", onnx).expect(0);
  }

  @Test
  void aCheckpointOfAnEarlierVersionIsRefused() throws Exception {
    String name = "sentiment/standard-lowercase-1/checkpoint.safetensors";
    Path checkpoint = Path.of(getClass().getResource(name).toURI());
    CommandRun refused = CommandRun.of("sentiment", "classify", checkpoint.toString(), "a");
    assertEquals(1, refused.expect(2).complaints().size(), refused::err);
    assertTrue(refused.err().contains("checkpoint with a vocabulary"), refused.err());
  }

  @ParameterizedTest
  @MethodSource("linesOfTexts")
  void everyLineGetsAnAnswer(String input, List<String> texts) throws IOException {
    train("--epochs=1").expect(0);
    List<String> answers = new ArrayList<>();
    for (String line : classify(input, "--lines", "--json").out().lines().toList()) {
      answers.add(new ObjectMapper().readTree(line).get("text").asText());
    }
    assertEquals(texts, answers);
    assertEquals(texts.size(), lines(classify(input, "--lines", "-")));
  }

  static List<Arguments> linesOfTexts() {
    return List.of(
        Arguments.of("", List.of()),
        Arguments.of("\n", List.of("")),
        Arguments.of("\n\n", List.of("", "")),
        Arguments.of("great\n\nboring", List.of("great", "", "boring")),
        Arguments.of("great\n \nboring\n\n", List.of("great", " ", "boring", "")),
        Arguments.of("\uFEFFgreat\r\n\r\nboring\r\n", List.of("great", "", "boring")),
        Arguments.of(
            "great\u2028film\rhouse\u0085\u000bx\n",
            List.of("great\u2028film\rhouse\u0085\u000bx")));
  }

  @Test
  void filesOfAnotherEncodingAreRead() throws IOException {
    train("--epochs=1").expect(0);
    Path file = folder.resolve("latin.txt");
    Files.write(file, "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    CommandRun refused = CommandRun.of("sentiment", "classify", model(), file.toString()).expect(2);
    assertTrue(
        refused.err().contains("expected text in UTF-8; use --encoding for another character set"));
    String[] options = {"--json", "--lines", "--encoding=windows-1252", file.toString()};
    JsonNode answer = new ObjectMapper().readTree(classify("", options).out());
    assertEquals("caf\u00e9", answer.get("text").asText());
    CommandRun unknown =
        CommandRun.of("sentiment", "classify", model(), "--encoding=klingon").expect(2);
    assertTrue(unknown.err().contains("--encoding: expected a character set"), unknown.err());
  }

  @Test
  void emptyTextsAndFoldersAreRefused() throws IOException {
    train("--epochs=1").expect(0);
    Path blank = Files.writeString(folder.resolve("blank.txt"), " \n");
    for (String source : List.of("-", "", " ", blank.toString(), folder.toString())) {
      CommandRun refused = CommandRun.of("sentiment", "classify", model(), source).expect(2);
      assertEquals(1, refused.complaints().size(), refused::err);
      assertTrue(refused.complaints().get(0).contains("expected a text"), refused.err());
      assertEquals("", refused.out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "classify"})
  void filesThatAreNotModelsAreOneLine(String command) throws IOException {
    train("--epochs=1").expect(0);
    Path model = out.resolve("model.safetensors");
    Path cut = folder.resolve("cut.safetensors");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(model), (int) Files.size(model) / 2));
    Stream.of(data, cut, folder.resolve("missing.safetensors"))
        .forEach(
            file -> {
              CommandRun refused = CommandRun.of("sentiment", command, file.toString()).expect(2);
              assertEquals(1, refused.complaints().size(), refused::err);
              assertTrue(refused.complaints().get(0).contains(file.toString()), refused.err());
            });
  }

  @Test
  void metadataThatIsNoNumberIsNamed() throws IOException {
    train("--epochs=1").expect(0);
    Path model = out.resolve("model.safetensors");
    String bytes = Files.readString(model, StandardCharsets.ISO_8859_1);
    Files.writeString(
        model,
        bytes.replace("\"tokens\":\"400\"", "\"tokens\":\"4o0\""),
        StandardCharsets.ISO_8859_1);
    CommandRun refused = CommandRun.of("sentiment", "classify", model(), "a film").expect(2);
    assertTrue(refused.err().contains("metadata tokens: expected a number, got 4o0"));
  }
}
