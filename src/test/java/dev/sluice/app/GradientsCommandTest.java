package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class GradientsCommandTest {
  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void writeTexts() throws IOException {
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < 60; i++) {
      csv.append("w").append(i).append(" a film that is so good,").append(i % 2).append('\n');
    }
    data = Files.writeString(folder.resolve("texts.csv"), csv.toString());
  }

  private CommandRun gradients(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("gradients", "--device", "cpu", "--threads", "1", "--hidden", "3"));
    arguments.addAll(List.of("--steps", "5", "--samples", "4", "--training", "2,2"));
    arguments.addAll(List.of("--data", data.toString()));
    arguments.addAll(List.of("--out", folder.resolve("out").toString()));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void printsTablesAndWritesFiles() throws IOException {
    CommandRun run = gradients("--cells", "rnn,article-gru").expect(0);
    assertTrue(run.err().contains("time      about"), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(
        "What is left of dLoss/dh at initialization, median over the sequences", lines.get(0));
    assertTrue(lines.get(2).startsWith("  RNN (tanh) "), lines.get(2));
    assertTrue(lines.get(3).startsWith("  article's GRU "), lines.get(3));
    assertTrue(Files.readString(folder.resolve("out/gradients.html")).contains("RNN (tanh)"));
    List<String> csv = Files.readAllLines(folder.resolve("out/gradients.csv"));
    assertTrue(csv.get(0).startsWith("cell,moment,distance,"), csv.get(0));
    assertTrue(csv.get(1).startsWith("rnn,initialization,0,"), csv.get(1));
    assertTrue(Files.exists(folder.resolve("out/clipping.csv")));
  }

  @Test
  void printsJsonAlone() throws IOException {
    CommandRun run = gradients("--cells", "lstm", "--json").expect(0);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertEquals(5, json.at("/settings/steps").asInt());
    assertEquals("lstm", json.at("/measurements/0/cell").asText());
    assertEquals(5, json.at("/measurements/0/hiddenShares/median").size());
    assertEquals(5, json.at("/measurements/0/cellShares/median").size());
    assertTrue(json.at("/clipping/0/maximum").isNull());
  }

  @Test
  void replacesEarlierResultsOnlyByForce() {
    gradients("--cells", "rnn").expect(0);
    CommandRun again = gradients("--cells", "rnn").expect(2);
    assertEquals(
        List.of(
            "sluice: "
                + folder.resolve("out")
                + " holds an earlier run; use --force to replace it, or choose another"),
        again.complaints());
    gradients("--cells", "rnn", "--force").expect(0);
  }

  @Test
  void refusesTextsThatAreTooShort() throws IOException {
    Files.writeString(data, Files.readString(data).replace(" a film that is so good", ""));
    CommandRun run = gradients().expect(2);
    assertEquals(
        List.of(
            "sluice: gradients: expected 4 test texts (samples) of at least 5 tokens (steps), got 0"),
        run.complaints());
    assertFalse(Files.exists(folder.resolve("out/gradients.html")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps 1        | gradients steps: expected at least 2, got 1",
        "--hidden 0       | gradients hidden: expected at least 1, got 0",
        "--hidden 50000   | Rnn: expected weights of fewer than 2^31 elements, got inputSize 50000 and"
            + " hiddenSize 50000",
        "--samples 1      | gradients samples: expected at least 2, got 1",
        "--training 5     | gradients training: expected two numbers N,M, got [5]",
        "--training=-1,2  | gradients review-steps: expected at least 0, got -1",
        "--cells rnn,rnn  | gradients cells: expected at least one, and each only once, got [rnn,"
            + " rnn]",
        "--cells elman    | Invalid value for option '--cells' (NAME): expected one of [rnn, lstm,"
            + " lstm-forget1, gru, article-rnn, article-lstm, article-lstm-forget1, article-gru] but"
            + " was 'elman'",
      })
  void refusesBadValues(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("gradients"));
    arguments.addAll(List.of(options.split(" ")));
    arguments.addAll(List.of("--out", folder.resolve("none").toString()));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new)).expect(2);
    assertEquals(List.of("sluice: " + message), run.complaints());
    assertFalse(Files.exists(folder.resolve("none")));
  }
}
