package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.gpu.GpuBench;
import dev.sluice.bench.gpu.StandInPytorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the whole benchmark, with tiny sizes on the simulated driver. */
@Tag("verify")
@ExtendWith(SimulatedDriver.class)
@DisabledIf(value = "onARealGpu", disabledReason = "ci/gpu run --bench is the real one")
class GpuBenchTest {
  @TempDir private Path folder;

  static boolean onARealGpu() {
    return SimulatedDriver.isReal();
  }

  @BeforeEach
  void restart() {
    Simulation.restart();
  }

  @AfterEach
  void nothingIsLeft() {
    assertEquals(List.of(), Simulation.reports());
    for (String what : List.of("allocations", "events", "streams", "executables")) {
      assertEquals(0, Simulation.count(what), what);
    }
  }

  @Test
  void everyPlanIsComparedWithTheOtherEngineAndNoSpeedIsReported() throws IOException {
    assertEquals(0, run(StandInPytorch.command("good")));
    Map<String, Integer> counts = counts();
    // Five tasks, four of them with two passes, in the precisions that each engine supports.
    assertEquals(27, counts.get("stepwise TIMED"));
    assertEquals(27, counts.get("graph TIMED"));
    assertEquals(18, counts.get("cudnn TIMED"));
    assertEquals(9, counts.get("cudnn UNSUPPORTED"));
    assertEquals(24, counts.get("pytorch TIMED"));
    assertEquals(8, counts.get("pytorch UNSUPPORTED"));
    assertEquals(4, counts.get("pytorch SKIPPED"));
    assertNoSpeed();
    assertTrue(markdown().contains("cudnn bfloat16: plan cudnn: "), markdown());
    assertTrue(markdown().contains("said the stand-in"), markdown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"y.inference", "grad.weight_hh_l0"})
  void aWrongAnswerIsReportedAndNotTimed(String spoilt) throws IOException {
    assertEquals(1, run(StandInPytorch.command(spoilt), "--cells", "rnn"));
    assertEquals(Map.of("pytorch TIMED", 8, "cudnn UNSUPPORTED", 2), without("WRONG"));
    assertTrue(markdown().contains("| WRONG ANSWER |"), markdown());
    assertTrue(markdown().contains("Wrong or failed:"), markdown());
    assertTrue(
        markdown().contains(": " + spoilt + ": expected a relative error of at most "), markdown());
  }

  @Test
  void anEngineThatEndsIsReportedAndTheOthersContinue() throws IOException {
    assertEquals(1, run(StandInPytorch.command("ends"), "--cells", "rnn"));
    Map<String, Integer> counts = counts();
    assertEquals(8, counts.get("pytorch FAILED"));
    assertEquals(6, counts.get("graph TIMED"));
    assertTrue(markdown().contains(": the process ended (pytorch float32"), markdown());
  }

  @Test
  void anEngineThatNeverAnswersIsReportedAndTheOthersContinue() throws IOException {
    List<String> silent = StandInPytorch.command("silent");
    assertEquals(1, run(silent, "--cells", "rnn", "--patience", "0.5"));
    Map<String, Integer> counts = counts();
    assertEquals(8, counts.get("pytorch FAILED"));
    assertEquals(6, counts.get("graph TIMED"));
    assertTrue(markdown().contains("* pytorch is not available: no answer in "), markdown());
  }

  @Test
  void tasksThatDoNotFitTheGpuAreSkipped() throws IOException {
    Simulation.set("total_memory", 40 << 20);
    assertEquals(1, run(List.of(), "--cells", "rnn", "--grid", "small"));
    assertEquals(List.of("SKIPPED"), statuses());
    assertTrue(markdown().contains(" GB are free"), markdown());
  }

  @Test
  void runningOutOfMemoryDoesNotEndTheBenchmark() throws IOException {
    Simulation.set("total_memory", 80 << 20); // for two workspaces of cuBLAS, not for three
    assertEquals(0, run(List.of(), "--cells", "rnn"));
    assertEquals(
        Map.of("stepwise TIMED", 2, "stepwise SKIPPED", 4, "graph SKIPPED", 6, "cudnn SKIPPED", 6),
        counts());
    assertTrue(markdown().contains("out of memory: asked for"), markdown());
  }

  @Test
  void tasksBeyondTheTimeLimitAreListed() throws IOException {
    assertEquals(1, run(List.of(), "--seconds", "0", "--from", "2"));
    assertEquals(4, json().get("notMeasured").size());
    assertTrue(json().get("results").isEmpty());
    assertTrue(markdown().contains("tasks 2 to 1 of 5; --from 2 continues"), markdown());
    assertTrue(markdown().contains("* rnn 3,5,3,6,1,1 reviews\n"), markdown());
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLUICE_TORCH_PYTHON", matches = ".+")
  void pytorchItselfAgrees() throws IOException {
    assertEquals(
        0, run(List.of(System.getenv("SLUICE_TORCH_PYTHON"), "ci/bench_torch.py")), markdown());
    assertEquals(35, counts().get("pytorch TIMED"));
    assertEquals(1, counts().get("pytorch UNSUPPORTED"));
    assertTrue(markdown().contains("autocast runs cuDNN's RNNs in float16"), markdown());
    assertNoSpeed();
  }

  private int run(List<String> pytorch, String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--out", folder.resolve("bench").toString()));
    if (!pytorch.isEmpty()) {
      arguments.add("--pytorch");
      arguments.addAll(pytorch);
    }
    return GpuBench.run(arguments.toArray(String[]::new));
  }

  private void assertNoSpeed() throws IOException {
    assertTrue(markdown().contains("| simulated |"), markdown());
    assertFalse(Stream.of("±", "FLOP", "GB/s", "%").anyMatch(markdown()::contains), markdown());
    JsonNode json = json();
    assertTrue(json.get("simulated").asBoolean());
    assertTrue(json.findValues("seconds").isEmpty());
    assertTrue(json.findValues("microsecondsPerStep").isEmpty());
    assertFalse(Files.exists(folder.resolve("bench-ratio.svg")));
  }

  private String markdown() throws IOException {
    return Files.readString(folder.resolve("bench.md"));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
  }

  /** How many results there are, by engine and status. */
  private Map<String, Integer> counts() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode result : json().get("results")) {
      String which = result.get("engine").asText() + " " + result.get("status").asText();
      counts.merge(which, 1, Integer::sum);
    }
    return counts;
  }

  private Map<String, Integer> without(String status) throws IOException {
    Map<String, Integer> counts = counts();
    assertTrue(counts.keySet().removeIf(which -> which.endsWith(" " + status)));
    return counts;
  }

  private List<String> statuses() throws IOException {
    return StreamSupport.stream(json().get("results").spliterator(), false)
        .map(result -> result.get("status").asText())
        .distinct()
        .toList();
  }
}
