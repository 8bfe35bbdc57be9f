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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class CostCommandTest {
  @TempDir private Path folder;

  private CommandRun cost(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("cost", "--device", "cpu", "--threads", "1", "--steps", "4"));
    arguments.addAll(List.of("--batch", "2", "--input", "3", "--hidden", "5"));
    arguments.addAll(List.of("--out", folder.resolve("out").toString()));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  /** Measures for some seconds; the same numbers and files are checked in all forms at once. */
  @Test
  @Tag("verify")
  void printsAndWritesTheSameNumbers() throws IOException {
    CommandRun run = cost("--article", "--layers", "2", "--bidirectional", "--json").expect(0);
    assertTrue(run.err().contains("time      about"), run.err());
    assertTrue(run.err().contains("cpu, 1 thread"), run.err());
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertEquals(run.out(), Files.readString(folder.resolve("out/cost.json")));
    JsonNode gru = json.at("/layers/1");
    assertEquals("gru", gru.at("/cell").asText());
    assertEquals("3 × (H·I + H·H + H)", gru.at("/parameterFormula").asText());
    int parameters = 2 * 3 * (5 * 3 + 5 * 5 + 5) + 2 * 3 * (5 * 10 + 5 * 5 + 5);
    assertEquals(parameters, gru.at("/parameters").asInt());
    assertEquals(0.75, gru.at("/sharesOfLstm/parameters").asDouble());
    List<String> csv = Files.readAllLines(folder.resolve("out/cost.csv"));
    assertEquals(4, csv.size());
    int columns = csv.get(0).split(",").length;
    csv.forEach(row -> assertEquals(columns, row.split(",").length, row));
    assertTrue(csv.get(2).startsWith("gru,3,5,2,2,4,2," + parameters + ","), csv.get(2));
    assertTrue(Files.readString(folder.resolve("out/cost.html")).contains("75%"));
    cost().expect(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps 0  | cost timesteps: expected at least 1, got 0",
        "--batch 0  | cost batch: expected at least 1, got 0",
        "--layers 0 | cost layers: expected 1 to 100, got 0",
        "--layers 2147483647 | cost layers: expected 1 to 100, got 2147483647",
        "--hidden 0 | cost Lstm hiddenSize: expected at least 1, got 0",
        "--cell lstm | cost cells: expected each only once, got [LSTM, LSTM]",
      })
  void refusesBadValues(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("cost", "--cell", "lstm"));
    arguments.addAll(List.of(options.split(" ")));
    arguments.addAll(List.of("--out", folder.resolve("none").toString()));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new)).expect(2);
    assertEquals(List.of("sluice: " + message), run.complaints());
    assertFalse(Files.exists(folder.resolve("none")));
  }
}
