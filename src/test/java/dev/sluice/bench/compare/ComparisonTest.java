package dev.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.compare.Measurement.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a comparison makes of engines that misbehave at LSTMs. */
@Tag("verify")
class ComparisonTest {
  private static final Comparison.Turns TURNS = new Comparison.Turns(2, 0, 0);
  private static final double PATIENCE = 60;

  @Test
  void anEngineThatFailsIsLeftOutOfThatWorkAndTheOthersGoOn() {
    List<EngineProcess> engines =
        engines(PATIENCE, "right", "unable", "wrong", "fails", "ends", "ends later");
    try {
      Map<String, Measurement> found = compare("lstm", engines);
      assertEquals(Status.TIMED, found.get("right").status());
      assertEquals(4, found.get("right").seconds().size());
      assertLeftOut(Status.UNSUPPORTED, "no LSTM", found.get("unable"));
      assertLeftOut(Status.WRONG, "wrong answer, y: relative error 4.5e-01", found.get("wrong"));
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
      Map<String, Measurement> found = compare("lstm", engines);
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
      Map<String, Measurement> found = compare("lstm", engines);
      assertLeftOut(Status.FAILED, "the process ended", found.get("does not start"));
      assertEquals(Status.TIMED, found.get("right").status());
    } finally {
      engines.forEach(EngineProcess::close);
    }
  }

  private static void assertLeftOut(Status status, String note, Measurement found) {
    assertEquals(status, found.status());
    assertEquals(note, found.note());
    assertTrue(found.seconds().isEmpty());
  }

  private static List<EngineProcess> engines(double patience, String... manners) {
    return Arrays.stream(manners)
        .map(manner -> new EngineProcess(manner, StandInEngine.command(manner), Map.of(), patience))
        .toList();
  }

  private static Map<String, Measurement> compare(String cell, List<EngineProcess> engines) {
    return Comparison.of(WorkloadParser.layer(cell, "2,3,4,5"), 1, engines, TURNS, line -> {})
        .stream()
        .collect(Collectors.toMap(Measurement::engine, Function.identity()));
  }
}
