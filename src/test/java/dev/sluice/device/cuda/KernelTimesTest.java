package dev.sluice.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.gpu.SmokeTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the first checks and timings of a new GPU, on the simulated driver. */
@ExtendWith(SimulatedDriver.class)
@DisabledIfSystemProperty(named = SimulatedDriver.REAL_SETTING, matches = "true")
class KernelTimesTest {
  /** Also afterwards: a failed launch must not leave a lost context to other classes. */
  @AfterEach
  @BeforeEach
  void restart() {
    Simulation.restart();
  }

  @Test
  void everyPartIsMeasuredOrReportsWhyNot() {
    List<String> lines = printed(0, KernelTimes::run).lines().toList();
    assertEquals(List.of("| what | microseconds |", "|---|---|"), lines.subList(0, 2));
    for (String part :
        List.of(
            "an empty kernel, launched",
            "an empty kernel, as a node of a graph",
            "a barrier of all multiprocessors, one counter",
            "a barrier of all multiprocessors, eight counters",
            "LSTM N2 H4, float32: recurrent product",
            "LSTM N2 H4, bfloat16: step kernel",
            "cuDNN LSTM N2 H4, FLOAT32, STANDARD: a step forward",
            "cuDNN LSTM N2 H4, TF32, PERSIST_STATIC_SMALL_H: a step forward and backward")) {
      assertTrue(lines.contains("| " + part + " | simulated |"), () -> part + ": " + lines);
    }
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.startsWith("| cuDNN LSTM N2 H4, BFLOAT16, STANDARD |")
                        && line.contains("CUDNN_STATUS_NOT_SUPPORTED")),
        lines::toString);
    for (String what : List.of("allocations", "events", "streams", "executables", "blas")) {
      assertEquals(0, Simulation.count(what), what);
    }
  }

  @Test
  void partsThatCannotBeMeasuredAreReportedAndTheOthersRun() {
    Simulation.set("cudnn_refuses", 1);
    Simulation.failLaunch("probe_barrier_eight", 1, 719);
    String printed = printed(1, KernelTimes::run);
    assertTrue(printed.contains("eight counters | FAILED: cuda: "), printed);
    assertTrue(printed.contains("an empty kernel, launched | simulated"), printed);
    assertTrue(printed.contains("cuDNN LSTM N2 H4, FLOAT32, STANDARD: a step forward |"), printed);
  }

  @Test
  void theFirstChecksPass() {
    String printed = printed(0, SmokeTest::run);
    for (String fact : List.of("a kernel", "a product", "a recorded graph")) {
      assertTrue(printed.contains(fact + ": right, "), printed);
    }
    assertFalse(printed.contains("WRONG"), printed);
  }

  @Test
  void aCheckThatFailsIsReported() {
    Simulation.failLaunch("add", 1, 719);
    assertTrue(printed(1, SmokeTest::run).contains("a kernel: WRONG, "));
  }

  private static String printed(int expectedCode, IntSupplier program) {
    PrintStream usual = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      assertEquals(expectedCode, program.getAsInt());
    } finally {
      System.setOut(usual);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
