package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code sluice inspect} with an untrained model that knows two words. */
class InspectCommandTest {
  @TempDir private Path folder;
  private String model = "";

  @BeforeEach
  void writeModel() {
    model = TinyModel.write(folder.resolve("model.safetensors")).toString();
  }

  private CommandRun inspect(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("inspect", model, "--device=cpu"));
    all.addAll(List.of(arguments));
    return CommandRun.withInput(input, all.toArray(String[]::new));
  }

  private void refused(String message, CommandRun run) {
    assertEquals(2, run.exitCode(), run::toString);
    assertEquals(List.of("sluice: " + message), run.complaints(), run::toString);
  }

  @Test
  void printsTheVerdictAndTheStrongestWords() {
    String out = inspect("", "--text=one two three").expect(0).out();
    assertTrue(out.contains("--text: 3 tokens, 1 unknown"), out);
    assertTrue(out.lines().anyMatch(line -> line.matches("verdict   (no|yes) \\d+\\.\\d%")), out);
    assertTrue(out.contains("reads     the largest value of each unit over all tokens"), out);
    assertTrue(out.lines().anyMatch(line -> line.matches("  one +[+-]\\d\\.\\d+ +\\d.*%")), out);
  }

  @Test
  void printsEverythingAsJson() throws IOException {
    JsonNode json = new ObjectMapper().readTree(inspect("one two", "--json", "-").expect(0).out());
    assertEquals("standard input", json.get("text").asText());
    assertEquals("one", json.get("tokens").get(0).get("text").asText());
    double sum = 0;
    for (JsonNode token : json.get("tokens")) {
      sum += token.get("contribution").asDouble();
    }
    assertEquals(json.get("contributions").get("sum").asDouble(), sum, 1e-9);
    assertEquals(2, json.get("running").size());
    JsonNode gates = json.get("layers").get(0).get("gates");
    assertEquals(List.of("r", "z", "n"), names(gates));
    assertEquals(2, gates.get("z").size());
    assertEquals(4, gates.get("z").get(0).size());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void saysWhatIsCutOfALongText() {
    String out = inspect("one two ".repeat(50_000), "-").expect(0).out();
    assertTrue(out.contains("the first 99,995 tokens were cut: the model reads the last 5"), out);
  }

  @Test
  void readsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("review.txt"), "\uFEFFone two");
    assertTrue(inspect("", "--file=" + file).expect(0).out().contains(": 2 tokens, 0 unknown"));
    Files.write(file, "\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    refused(file + ": expected text in UTF-8", inspect("", "--file=" + file));
  }

  @Test
  void writesAPageWithTheTextEscaped() throws IOException {
    Path page = folder.resolve("page.html");
    inspect("", "--text=one <b>two</b>", "--out=" + page).expect(0);
    String html = Files.readString(page);
    assertTrue(html.contains("&lt;"), html);
    assertFalse(html.contains("<b>two"), html);
    refused(
        "--out: " + page + " already exists; use --force to replace it, or choose another",
        inspect("", "--text=one", "--out=" + page));
    inspect("", "--text=two", "--out=" + page, "--force").expect(0);
  }

  @Test
  void refusesTextsWithoutKnownWords() {
    refused("--text: expected a text with words, got none", inspect("", "--text= "));
    refused("--text: expected a text with words, got no word", inspect("", "--text=..."));
    refused("standard input: expected a text with words, got none", inspect("", "-"));
    refused(
        "--text: expected a word of the model's vocabulary, got only unknown ones, which contribute"
            + " nothing, such as 'words'",
        inspect("", "--text=other words"));
  }

  @Test
  void refusesArgumentsThatDoNotFit() {
    refused("inspect: expected one of --text, --file and -, got 2", inspect("", "--text=one", "-"));
    refused(
        "inspect: expected - for standard input, got 'one'; use --text for a text and --file for a"
            + " file",
        inspect("", "one"));
    refused("--data: expected also --over-test", inspect("", "--data=reviews"));
    refused("--over-test: expected at least 1, got 0", inspect("", "--over-test=0"));
  }

  @Test
  void findsTheStrongestWordsOfTheTestSplit() throws IOException {
    StringBuilder rows = new StringBuilder("text,label\n");
    for (int i = 0; i < 60; i++) {
      rows.append("one two ").append(i).append(i % 2 == 0 ? ",no\n" : ",yes\n");
    }
    Path data = folder.resolve("data");
    Files.createDirectory(data);
    Files.writeString(data.resolve("train.csv"), rows);
    Files.writeString(data.resolve("test.csv"), rows);
    String out = inspect("", "--text=one", "--over-test=20", "--data=" + data).expect(0).out();
    assertTrue(out.contains("strongest words of 20 test texts, in at least 5 of them"), out);
    assertTrue(out.lines().anyMatch(line -> line.matches("  (one|two) +\\+\\d\\.\\d+ +20")), out);
  }
}
