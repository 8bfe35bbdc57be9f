package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ci/gpu run} with a stand-in for Java that fails when it is asked to. */
@EnabledOnOs(OS.LINUX)
class GpuScriptTest {
  private static final String JAVA =
      """
      #!/bin/sh
      [ "$1" != -version ] || { echo version; exit; }
      echo "$*" >>"$CALLS"
      echo "out of $*"
      case "$*" in *GpuBench*)
        prefix=${*#*--out }
        prefix=${prefix%% *}
        mkdir -p "$(dirname "$prefix")"
        echo 'a table' >"$prefix.md"
        echo '{}' >"$prefix.json"
      esac
      case "$*" in *"$FAILING"*) echo 'what went wrong' >&2; exit 3 ;; esac
      """;

  @TempDir private Path root;

  private record Run(int exitCode, String output) {}

  @BeforeEach
  void layOut() throws IOException {
    for (String folder : List.of("ci", "target/test-classes", "target/junit-console")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.copy(Path.of("ci/gpu"), root.resolve("ci/gpu"));
    Files.createFile(root.resolve("target/sluice.jar"));
    Files.createFile(root.resolve("target/junit-console/launcher.jar"));
    Files.writeString(root.resolve("java"), JAVA);
    assertTrue(root.resolve("java").toFile().setExecutable(true));
  }

  @Test
  void runsEverythingAndWritesItDown() throws Exception {
    Run run = run("no such call", Map.of(), "run");
    assertEquals(0, run.exitCode(), run.output());
    String report = report();
    for (String call :
        List.of(
            "sluice.jar devices",
            "parity --device cuda --plan stepwise",
            "parity --device cuda --plan graph",
            "-Dsluice.cuda.real=true")) {
      assertTrue(report.contains(call), () -> call + " is not in " + report);
    }
    assertFalse(report.contains("**"), report);
    assertTrue(report.contains("| Parity cases by PyTorch in float64 | skipped: "), report);
  }

  @Test
  void aFailureIsWrittenDownAndTheRestRuns() throws Exception {
    Run run = run("--plan stepwise", Map.of(), "run");
    assertEquals(1, run.exitCode(), run.output());
    String report = report();
    assertTrue(report.contains("| Parity, stepwise | **failed, exit code 3**"), report);
    assertTrue(report.contains("what went wrong"), report);
    assertTrue(report.contains("| Parity, graph | held"), report);
    assertTrue(report.contains("| Tests on the driver | held"), report);
  }

  @Test
  void theBenchmarkLeavesItsTableAndItsFiles() throws Exception {
    Run run = run("no such call", Map.of(), "run", "--bench", "--grid", "full");
    assertEquals(0, run.exitCode(), run.output());
    String report = report();
    assertTrue(report.contains("`ci/gpu run --bench --grid full`"), report);
    assertTrue(report.contains("| Benchmark | held"), report);
    assertTrue(report.contains("| PyTorch | skipped: "), report);
    assertTrue(report.contains("## Results\n\na table"), report);
    assertEquals(1, results(".json").size());
    String calls = Files.readString(root.resolve("calls"));
    assertFalse(calls.contains("parity"), calls);
    assertTrue(calls.strip().endsWith("--grid full"), calls);
  }

  @Test
  void aBenchmarkThatFailsStillLeavesItsTable() throws Exception {
    Run run = run("GpuBench", Map.of(), "run", "--bench");
    assertEquals(1, run.exitCode(), run.output());
    String report = report();
    assertTrue(report.contains("| Benchmark | **failed, exit code 3**"), report);
    assertTrue(report.contains("a table"), report);
  }

  @Test
  void aSecondBenchmarkOfTheDayStandsBesideTheFirst() throws Exception {
    run("no such call", Map.of(), "run", "--bench");
    run("no such call", Map.of(), "run", "--bench", "--from", "9");
    assertEquals(2, results(".md").size());
    assertEquals(2, results(".json").size());
  }

  @Test
  void anUnknownOptionIsRefused() throws Exception {
    Run run = run("no such call", Map.of(), "run", "--fast");
    assertEquals(2, run.exitCode(), run.output());
    assertTrue(run.output().contains("expected nothing or --bench after run"), run.output());
  }

  @Test
  void whatIsNotReachedInTimeIsNoSuccess() throws Exception {
    Run run = run("no such call", Map.of("LIMIT", "4"), "run");
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(report().contains("| Devices | **not run: out of time** |"));
  }

  @Test
  void aSimulatedDriverGivesNoSpeeds() throws Exception {
    Path simulated = Files.createDirectory(root.resolve("simulated"));
    Files.createFile(simulated.resolve("libcudasim_kernels.so"));
    Run run = run("no such call", Map.of("SLUICE_CUDA_LIBRARIES", simulated.toString()), "run");
    assertEquals(0, run.exitCode(), run.output());
    String calls = Files.readString(root.resolve("calls"));
    assertTrue(calls.contains("-Dsluice.cuda.libraries=" + simulated), calls);
    assertTrue(report().contains("simulated: nothing here says how fast anything is"));
  }

  @Test
  void withoutABuildItSaysWhatIsMissing() throws Exception {
    Files.delete(root.resolve("target/sluice.jar"));
    Run run = run("no such call", Map.of(), "run");
    assertEquals(2, run.exitCode());
    assertTrue(run.output().contains("no build here: mvn -DskipTests package"), run.output());
  }

  @Test
  void withoutACommandItTellsItsUsage() throws Exception {
    Run run = run("no such call", Map.of());
    assertEquals(2, run.exitCode());
    assertTrue(run.output().contains("ci/gpu pack [FILE]"), run.output());
  }

  private Run run(String failing, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", "ci/gpu").directory(root.toFile());
    builder.command().addAll(List.of(arguments));
    Map<String, String> variables = builder.environment();
    variables.keySet().removeAll(List.of("SLUICE_CUDA_LIBRARIES", "LIMIT"));
    variables.put("CALLS", root.resolve("calls").toString());
    variables.put("FAILING", failing);
    variables.put("JAVA", root.resolve("java").toString());
    variables.put("PYTHON", "/nonexistent/python");
    variables.put("RESULTS", root.resolve("results").toString());
    variables.put("SLUICE_CACHE", root.resolve("cache").toString());
    variables.putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private String report() throws IOException {
    List<Path> reports = results(".md");
    assertEquals(1, reports.size(), reports::toString);
    return Files.readString(reports.get(0));
  }

  private List<Path> results(String ending) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("results"))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
