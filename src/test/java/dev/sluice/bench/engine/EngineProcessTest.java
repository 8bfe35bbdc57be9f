package dev.sluice.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.engine.TaskResult.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a comparison makes of engines in other processes that misbehave at LSTMs. */
@Tag("verify")
class EngineProcessTest {
  private static final Timing TIMING = new Timing(0, 2, 2, 0, 30, 0);
  private static final double PATIENCE = 60;

  @Test
  void anEngineThatFailsIsLeftOutOfThatWorkAndTheOthersGoOn() {
    List<EngineProcess> engines =
        engines(PATIENCE, "right", "unable", "wrong", "fails", "ends", "ends later");
    try {
      Map<String, TaskResult> found = compare("lstm", engines);
      assertEquals(Status.TIMED, found.get("right").status());
      assertEquals(4, found.get("right").seconds().size());
      assertLeftOut(Status.UNSUPPORTED, "no LSTM", found.get("unable"));
      assertLeftOut(
          Status.WRONG,
          "y: expected a relative error of at most 1e-04, got 4.5e-01",
          found.get("wrong"));
      assertLeftOut(
          Status.FAILED, "java.lang.IllegalArgumentException: not today", found.get("fails"));
      assertLeftOut(Status.FAILED, "the process ended", found.get("ends"));
      assertLeftOut(Status.FAILED, "the process ended", found.get("ends later"));
      compare("gru", engines)
          .forEach((name, result) -> assertEquals(Status.TIMED, result.status(), name));
    } finally {
      engines.forEach(EngineProcess::close);
    }
  }

  @Test
  void anEngineThatDoesNotAnswerIsLeftOut() {
    List<EngineProcess> engines = new ArrayList<>(engines(PATIENCE, "right"));
    engines.addAll(engines(1, "silent"));
    try {
      Map<String, TaskResult> found = compare("lstm", engines);
      assertEquals(Status.TIMED, found.get("right").status());
      assertLeftOut(Status.FAILED, "no answer in 1 s", found.get("silent"));
    } finally {
      engines.forEach(EngineProcess::close);
    }
  }

  @Test
  void theOthersAreComparedIfTheFirstFails() {
    List<EngineProcess> engines = engines(PATIENCE, "does not start", "right");
    try {
      Map<String, TaskResult> found = compare("lstm", engines);
      assertLeftOut(Status.FAILED, "the process ended", found.get("does not start"));
      assertEquals(Status.TIMED, found.get("right").status());
    } finally {
      engines.forEach(EngineProcess::close);
    }
  }

  private static void assertLeftOut(Status status, String note, TaskResult found) {
    assertEquals(status, found.status());
    assertEquals(note, found.note());
    assertTrue(found.seconds().isEmpty());
  }

  private static List<EngineProcess> engines(double patience, String... manners) {
    return Arrays.stream(manners)
        .map(manner -> new EngineProcess(manner, StandInEngine.command(manner), Map.of(), patience))
        .toList();
  }

  private static Map<String, TaskResult> compare(String cell, List<EngineProcess> engines) {
    BenchTask task =
        BenchTask.layer(cell, BenchTask.Sizes.of(2, 3, 4, 5), false)
            .withPasses(List.of(TimedPass.GRADIENTS));
    List<TaskBenchmark.Contender> contenders =
        engines.stream()
            .map(engine -> new TaskBenchmark.Contender(engine, ProductPrecision.FLOAT32))
            .toList();
    List<TaskResult> results =
        TaskBenchmark.of(
            contenders, task, 1, TIMING, Deadline.NEVER, new TaskBenchmark.Reference());
    assertEquals(
        engines.stream().map(EngineProcess::name).toList(),
        results.stream().map(TaskResult::engine).toList(),
        "in the order of the engines");
    return results.stream().collect(Collectors.toMap(TaskResult::engine, Function.identity()));
  }
}
