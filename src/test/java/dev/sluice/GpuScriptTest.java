package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.device.cuda.SimulatedDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ci/gpu run} with a stand-in for Java that fails when it is asked to. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
@Tag("verify")
class GpuScriptTest {
  private static final String JAVA =
      """
      #!/bin/bash
      [ "$1" != -version ] || { echo version; exit; }
      echo "$*" >>"$CALLS"
      echo "out of $*"
      case "$*" in *ParityFiles*) touch "${@: -1}/lstm.safetensors" "${@: -1}/lstm-clip.safetensors" ;; esac
      case "$*" in *"$HANGING"*) sleep 300 ;; esac
      case "$*" in *ConsoleLauncher*)
        echo 'JUnit Jupiter > Some > one() :: SUCCESSFUL'
        case "$*" in *CudaZoneoutTest*)
          echo 'JUnit Jupiter > Some > two() :: FAILED'
          echo 'what was expected'
          exit 1
        esac
      esac
      case "$*" in *GpuBench*)
        all="$*"
        prefix=${all#*--out }
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
  void whatTellsMostComesFirst() throws Exception {
    Run run = run("no such call", Map.of("TESTS", "CudaOperationsTest"), "run");
    assertEquals(0, run.exitCode(), run.output());
    String calls = Files.readString(root.resolve("calls"));
    int at = -1;
    for (String call :
        List.of(
            "sluice.jar devices",
            "SmokeTest",
            "ParityFiles",
            "parity --device cuda --plan stepwise",
            "parity --device cuda --plan graph",
            "parity --device cuda --plan cudnn",
            "KernelTimes",
            "--no-pictures --grid shapes",
            "--select-class=dev.sluice.device.cuda.CudaOperationsTest",
            "sentiment train",
            "--no-pictures --grid small")) {
      int next = calls.indexOf(call);
      assertTrue(next > at, () -> call + " is not there, or too early, in " + calls);
      at = next;
    }
    assertTrue(calls.contains("-Dsluice.cuda.real=true"), calls);
    String report = report();
    assertFalse(report.contains("**"), report);
    assertFalse(report.contains("under way"), report);
    assertTrue(report.contains("out of "), report);
    assertTrue(report.contains("| CudaOperationsTest | 1 | 0 | 0 | held, "), report);
    assertTrue(report.contains("| Parity cases by PyTorch in float64 | skipped: "), report);
  }

  @Test
  void cudnnIsAskedOnlyWhatItKnows() throws Exception {
    run("no such call", Map.of("TESTS", "CudaOperationsTest"), "run");
    String calls = Files.readString(root.resolve("calls"));
    String cudnn = calls.lines().filter(call -> call.contains("--plan cudnn")).findFirst().get();
    assertTrue(cudnn.contains("lstm.safetensors"), cudnn);
    assertFalse(cudnn.contains("lstm-clip.safetensors"), cudnn);
  }

  @Test
  void packedParityCasesAreTakenAsTheyAre() throws Exception {
    Files.createFile(Files.createDirectory(root.resolve("parity")).resolve("packed.safetensors"));
    run("no such call", Map.of("TESTS", "CudaOperationsTest"), "run");
    String calls = Files.readString(root.resolve("calls"));
    assertFalse(calls.contains("ParityFiles"), calls);
    assertTrue(calls.contains("--plan graph parity/packed.safetensors"), calls);
  }

  @Test
  void aFailureIsWrittenDownAndTheRestRuns() throws Exception {
    Run run = run("--plan stepwise", Map.of("TESTS", "CudaOperationsTest"), "run");
    assertEquals(1, run.exitCode(), run.output());
    String report = report();
    assertTrue(report.contains("| Parity, stepwise | **failed, exit code 3**"), report);
    assertTrue(report.contains("what went wrong"), report);
    assertTrue(report.contains("| Parity, graph | held"), report);
    assertTrue(report.contains("| Tests on the driver | held"), report);
  }

  @Test
  void aTestThatFailsIsNamedBesideThoseThatHold() throws Exception {
    Map<String, String> some = Map.of("TESTS", "CudaOperationsTest CudaZoneoutTest CudaFaultsTest");
    Run run = run("no such call", some, "run");
    assertEquals(1, run.exitCode(), run.output());
    String report = report();
    assertTrue(report.contains("| Tests on the driver | **not all classes held**"), report);
    assertTrue(report.contains("| CudaZoneoutTest | 1 | 1 | 0 | **failed, exit code 1**"), report);
    assertTrue(report.contains("two() :: FAILED\nwhat was expected"), report);
    assertTrue(report.contains("| CudaFaultsTest | 1 | 0 | 0 | held"), report);
  }

  @Test
  void aRunThatIsKilledLeavesWhatItHas() throws Exception {
    Process process = start("no such call", Map.of("HANGING", "KernelTimes"), "run");
    String waiting = "| What each part costs | under way";
    while (!told(waiting) || !copiesTheLog("out of ")) {
      assertTrue(process.isAlive());
      Thread.sleep(50);
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    String report = report();
    assertTrue(report.contains(waiting), report);
    assertTrue(report.contains("| Parity, cudnn | held"), report);
    assertTrue(report.contains("s so far, not ended"), report);
    assertEquals(1, results("-logs.tar.gz").size());
    assertTrue(copiesTheLog("out of "));
  }

  /** Whether what the step under way has printed is there, and begins so. */
  private boolean copiesTheLog(String beginning) throws IOException {
    List<Path> logs = results("-now.log");
    return logs.size() == 1 && Files.readString(logs.get(0)).startsWith(beginning);
  }

  private boolean told(String words) throws IOException {
    return Files.isDirectory(root.resolve("results"))
        && results(".md").size() == 1
        && report().contains(words);
  }

  @Test
  void thereAreFewFiles() throws Exception {
    run("no such call", Map.of("TESTS", "CudaOperationsTest"), "run");
    List<String> names =
        results("").stream()
            .map(file -> file.getFileName().toString().replaceFirst(".*-knows", ""))
            .sorted()
            .toList();
    assertEquals(List.of("-logs.tar.gz", "-shapes.json", "-sizes.json", ".md"), names);
  }

  @Test
  void computeSanitizerLooksAtOurKernelsAlone() throws Exception {
    Path tools = Files.createDirectory(root.resolve("tools"));
    Path sanitizer = tools.resolve("compute-sanitizer");
    Files.writeString(sanitizer, "#!/bin/sh\necho \"sanitizer $*\" >>\"$CALLS\"\n");
    assertTrue(sanitizer.toFile().setExecutable(true));
    run(
        "no such call",
        Map.of("TESTS", "CudaOperationsTest", "PATH", tools + ":" + System.getenv("PATH")),
        "run");
    List<String> calls =
        Files.readString(root.resolve("calls"))
            .lines()
            .filter(call -> call.startsWith("sanitizer --tool"))
            .toList();
    assertEquals(2, calls.size(), calls::toString);
    String exclude = "--kernel-name-exclude regex=.*(gemm|gemv|cutlass|";
    assertTrue(calls.get(0).startsWith("sanitizer --tool memcheck --report-api-errors no "));
    assertTrue(calls.get(1).startsWith("sanitizer --tool racecheck --error-exitcode 9 "));
    assertTrue(calls.stream().allMatch(call -> call.contains(exclude)), calls::toString);
    assertTrue(calls.stream().allMatch(call -> call.contains("CudaOperationsTest")));
  }

  @Test
  void everyTestThatNeedsADeviceIsRun() throws Exception {
    List<String> listed = classes();
    Set<String> needed = new TreeSet<>();
    Path classes = Path.of("target/test-classes");
    try (Stream<Path> files = Files.walk(classes.resolve("dev/sluice/device/cuda"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.class")).toList()) {
        String name = classes.relativize(file).toString().replace('/', '.').replace(".class", "");
        if (!name.contains("$") && needsADevice(Class.forName(name))) {
          needed.add(name.replace("dev.sluice.device.cuda.", ""));
        }
      }
    }
    assertEquals(needed, new TreeSet<>(listed));
    assertEquals(needed.size(), listed.size(), listed::toString);
    assertEquals("CudaOperationsTest", listed.get(0));
  }

  @Test
  void aSimulatedGpuRunsThoseThatAreNotLeftOut() throws Exception {
    List<String> simulated = classes("simulated");
    List<String> leftOut = classes("left-out");
    Set<String> expected = new TreeSet<>(classes());
    leftOut.forEach(expected::remove);
    assertEquals(expected, new TreeSet<>(simulated));
    assertTrue(simulated.contains("CudaOperationsTest"), simulated::toString);
    for (String each : leftOut) {
      assertDoesNotThrow(() -> Class.forName("dev.sluice.device.cuda." + each));
    }
  }

  private static List<String> classes(String... which) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", "ci/gpu", "classes").redirectErrorStream(true);
    builder.command().addAll(List.of(which));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().toList();
  }

  /** Has a driver, and is not for the simulated one alone. */
  private static boolean needsADevice(Class<?> test) {
    ExtendWith extension = test.getAnnotation(ExtendWith.class);
    return extension != null
        && List.of(extension.value()).contains(SimulatedDriver.class)
        && !test.isAnnotationPresent(DisabledIf.class)
        && !test.isAnnotationPresent(DisabledIfSystemProperty.class);
  }

  @Test
  void theBenchmarkLeavesItsTableAndItsFiles() throws Exception {
    Run run = run("no such call", Map.of(), "run", "--bench", "--grid", "full");
    assertEquals(0, run.exitCode(), run.output());
    String report = report();
    assertTrue(report.contains("`ci/gpu run --bench --grid full`"), report);
    assertTrue(report.contains("| Benchmark | held"), report);
    assertTrue(report.contains("| PyTorch | skipped: "), report);
    assertTrue(report.contains("### Results of: Benchmark\n\na table"), report);
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
    Process process = start(failing, environment, arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private Process start(String failing, Map<String, String> environment, String... arguments)
      throws IOException {
    var builder = new ProcessBuilder("bash", "ci/gpu").directory(root.toFile());
    builder.command().addAll(List.of(arguments));
    Map<String, String> variables = builder.environment();
    variables.keySet().removeAll(List.of("SLUICE_CUDA_LIBRARIES", "LIMIT"));
    variables.put("CALLS", root.resolve("calls").toString());
    variables.put("FAILING", failing);
    variables.put("HANGING", "no such call");
    variables.put("JAVA", root.resolve("java").toString());
    variables.put("PYTHON", "/nonexistent/python");
    variables.put("RESULTS", root.resolve("results").toString());
    variables.put("SLUICE_CACHE", root.resolve("cache").toString());
    variables.putAll(environment);
    return builder.redirectErrorStream(true).start();
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
