package dev.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.BenchCommand;
import dev.sluice.bench.engine.BenchTask;
import dev.sluice.bench.engine.ProductPrecision;
import dev.sluice.bench.engine.StandInEngine;
import dev.sluice.bench.engine.TaskResult;
import dev.sluice.bench.engine.TaskResult.Status;
import dev.sluice.bench.engine.TimedPass;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The harness, not the speed: two engines of ours in processes of their own. */
@Tag("verify")
class CompareBenchTest {

  @Test
  void measuresLayersAndStepsOfEnginesThatAgree(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("compare.json");
    Path picture = folder.resolve("compare.svg");
    String table =
        run(
            0,
            "--plain",
            "--cells=lstm,gru",
            "--shapes=3,12,2,4r",
            "--steps=2,3,4,5",
            "--threads=1",
            "--rounds=1",
            "--seconds=0.001",
            "--warm-up=0",
            "--json=" + json,
            "--picture=" + picture);
    for (String cell : List.of("lstm", "gru")) {
      assertTrue(table.contains("| " + cell + " | 3,12,2,4 lengths | "), table);
      assertTrue(table.contains("| " + cell + " | step 2,3,4,5 | "), table);
    }
    JsonNode results = new ObjectMapper().readTree(json.toFile()).get("results");
    assertEquals(8, results.size());
    for (JsonNode result : results) {
      assertTrue(result.get("median").asDouble() > 0, result::toString);
      assertTrue(result.get("error").asDouble() <= 1e-4, result::toString);
    }
    assertTrue(Files.readString(picture).endsWith("</svg>" + System.lineSeparator()));
  }

  @Test
  void whatAnEngineCannotDoIsSaidAndWhatItDoesWronglyIsNoSuccess() {
    BenchTask task = TaskNotation.layer("lstm", "2,3,4,5");
    Measurement ours = measured("sluice", task, Status.TIMED, 0, List.of(1.0, 2.0, 3.0), "");
    Measurement slower = measured("pytorch", task, Status.TIMED, 1e-6, List.of(3.0), "");
    Measurement unable = leftOut("djl", task, Status.UNSUPPORTED, "not that");
    Measurement wrong = leftOut("dl4j", task, Status.WRONG, "y is wrong");
    Measurement failed = leftOut("sluice-plain", task, Status.FAILED, "the process ended");
    assertTrue(report(ours, slower, unable).isGood());
    assertFalse(report(ours, slower, wrong).isGood());
    assertFalse(report(ours, slower, failed).isGood());
    CompareReport report = report(ours, slower, unable, wrong, failed);
    assertEquals(OptionalDouble.of(1.5), report.rows().get(0).ratio(report.peers()));
    String table = CompareTable.of(report);
    String line = "| not offered | - | WRONG ANSWER | - | FAILED | - | pytorch 1.50 |";
    assertTrue(table.contains(line), table);
    assertTrue(table.contains("* djl: not that (lstm 2,3,4,5)"), table);
    assertTrue(table.contains("* dl4j: y is wrong (lstm 2,3,4,5)"), table);
    assertTrue(table.contains("* sluice-plain: the process ended (lstm 2,3,4,5)"), table);
  }

  @Test
  void anEngineThatFailsIsNamedInTheTableAndEndsTheRunWithOne(@TempDir Path folder)
      throws Exception {
    Path python = folder.resolve("python");
    String command = String.join("' '", StandInEngine.command("fails"));
    Files.writeString(python, "#!/bin/sh\nexec '" + command + "'\n");
    assertTrue(python.toFile().setExecutable(true));
    Path json = folder.resolve("compare.json");
    String table =
        run(
            1,
            "--python=" + python,
            "--cells=lstm,gru",
            "--shapes=2,3,4,5",
            "--steps=2,3,4,5",
            "--threads=1",
            "--rounds=1",
            "--seconds=0.001",
            "--warm-up=0",
            "--json=" + json,
            "--picture=" + folder.resolve("compare.svg"));
    String reason =
        "* pytorch: java.lang.IllegalArgumentException: not today (lstm 2,3,4,5; lstm step 2,3,4,5)";
    assertTrue(table.contains(reason), table);
    assertEquals(8, new ObjectMapper().readTree(json.toFile()).get("results").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--cells=lstm,sru",
        "--shapes=1,2,3",
        "--steps=1,2,3,4q",
        "--threads=0",
        "--rounds=0",
        "--seconds=-1",
        "--patience=0",
        "--python=no/such/python"
      })
  void aWrongOptionIsAnErrorOfUsageInOneLine(String option) {
    PrintStream old = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertEquals(2, BenchCommand.run(new CompareBench(), "--threads=1", option));
    } finally {
      System.setErr(old);
    }
    String told = err.toString(StandardCharsets.UTF_8);
    assertEquals(1, told.lines().count(), told);
    assertTrue(told.startsWith("compare-bench: "), told);
  }

  private static Measurement leftOut(String engine, BenchTask task, Status status, String note) {
    return measured(
        engine, task, status, status == Status.WRONG ? 0.5 : Double.NaN, List.of(), note);
  }

  private static Measurement measured(
      String engine,
      BenchTask task,
      Status status,
      double error,
      List<Double> seconds,
      String note) {
    return new Measurement(
        1,
        new TaskResult(
            task,
            TimedPass.GRADIENTS,
            engine,
            ProductPrecision.FLOAT32,
            status,
            error,
            Double.isNaN(error) ? null : ProductPrecision.FLOAT32,
            seconds,
            note));
  }

  private static CompareReport report(Measurement... results) {
    List<CompareReport.Limit> limits = List.of(new CompareReport.Limit(1, 100));
    return new CompareReport(List.of("engines"), limits, List.of(results));
  }

  private static String run(int exitCode, String... arguments) {
    PrintStream old = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertEquals(exitCode, BenchCommand.run(new CompareBench(), arguments));
      return out.toString(StandardCharsets.UTF_8);
    } finally {
      System.setOut(old);
    }
  }
}
