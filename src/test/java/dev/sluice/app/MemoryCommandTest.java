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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class MemoryCommandTest {
  @TempDir private Path folder;

  private CommandRun memory(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("memory", "--device", "cpu", "--steps", "2", "--hidden", "3", "--max-lag"));
    arguments.addAll(List.of("15", "--out", folder.resolve("out").toString()));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void printsATableAndWritesFiles() throws IOException {
    CommandRun run = memory("--task", "order,adding", "--cell", "gru,rnn").expect(0);
    List<String> lines = run.out().lines().toList();
    assertEquals("longest lag     gru     rnn", lines.get(0));
    assertEquals("order          < 10    < 10", lines.get(1));
    assertEquals("adding         < 10    < 10", lines.get(2));
    assertTrue(lines.get(3).startsWith("Lags from 10 to 15, in timesteps, solved within 2"));
    assertTrue(run.err().contains("time      about"), run.err());
    assertEquals(
        List.of(
            "task,cell,longest_lag,shortest_unsolved_lag,steps_to_solve",
            "order,gru,,10,",
            "order,rnn,,10,",
            "adding,gru,,10,",
            "adding,rnn,,10,"),
        Files.readAllLines(folder.resolve("out/memory.csv")));
    List<String> curves = Files.readAllLines(folder.resolve("out/curves.csv"));
    assertEquals("task,cell,lag,outcome,baseline_loss,step,held_out_loss", curves.get(0));
    assertTrue(curves.get(1).startsWith("order,gru,15,unsolved,1.386294"), curves.get(1));
    assertEquals(1 + 4 * 2, curves.size());
  }

  @Test
  void printsJsonAlone() throws IOException {
    CommandRun run = memory("--task", "copy", "--cell", "lstm", "--json").expect(0);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertEquals(2, json.at("/settings/steps").asInt());
    assertEquals("copy", json.at("/results/0/task").asText());
    assertTrue(json.at("/results/0/longestLag").isNull());
    assertEquals("unsolved", json.at("/results/0/trials/0/outcome").asText());
    assertEquals(run.out(), Files.readString(folder.resolve("out/memory.json")));
  }

  @Test
  void repeatsItsFilesToTheByte() throws IOException {
    memory("--task", "copy,order", "--threads", "1").expect(0);
    List<String> first = files();
    memory("--task", "copy,order", "--threads", "3", "--force").expect(0);
    assertEquals(first, files());
  }

  private List<String> files() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String name : List.of("memory.csv", "curves.csv", "memory.json", "memory.html")) {
      texts.add(Files.readString(folder.resolve("out").resolve(name)));
    }
    return texts;
  }

  @Test
  void replacesEarlierResultsOnlyByForce() {
    memory("--task", "copy", "--cell", "rnn").expect(0);
    CommandRun again = memory("--task", "copy", "--cell", "rnn").expect(2);
    assertEquals(
        List.of(
            "sluice: "
                + folder.resolve("out")
                + " holds an earlier run; use --force to replace it, or choose another"),
        again.complaints());
    memory("--task", "copy", "--cell", "rnn", "--force").expect(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps 0    | memory steps: expected at least 1, got 0",
        "--hidden 0   | memory hiddenSize: expected at least 1, got 0",
        "--hidden 50000 --cell rnn | memory Rnn: expected weights of fewer than 2^31 elements, got"
            + " inputSize 1 and hiddenSize 50000",
        "--max-lag 9  | memory maxLag: expected 10 to 1000, got 9",
        "--max-lag 1001 | memory maxLag: expected 10 to 1000, got 1001",
        "--cell rnn,rnn | memory cells: expected at least one, and each only once, got [RNN, RNN]",
        "--task sums  | Invalid value for option '--task' (NAME): expected one of [ADDING, COPY,"
            + " ORDER] (case-insensitive) but was 'sums'",
      })
  void refusesBadValues(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("memory"));
    arguments.addAll(List.of(options.split(" ")));
    arguments.addAll(List.of("--out", folder.resolve("none").toString()));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new)).expect(2);
    assertEquals(List.of("sluice: " + message), run.complaints());
    assertFalse(Files.exists(folder.resolve("none")));
  }
}
