package dev.sluice.bench.compare;

import dev.sluice.bench.engine.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Starts the process of an engine.
 *
 * @param name short, for tables
 * @param command without its last argument, the number of threads
 * @param environment variables in addition to ours; {@code %d} is replaced by the number of threads
 */
record EngineLauncher(String name, List<String> command, Map<String, String> environment) {
  private static final String THREADS_VARIABLE = "OMP_NUM_THREADS";
  private static final String OUR_CLASS_PATH = System.getProperty("java.class.path");

  /** This engine. */
  static EngineLauncher sluice() {
    return jvm(
        CompareReport.OURS,
        CpuHarness.class.getName(),
        List.of("--add-modules", "jdk.incubator.vector"),
        OUR_CLASS_PATH);
  }

  /** This engine without the Vector API module. */
  static EngineLauncher plain() {
    return jvm(CompareReport.PLAIN, CpuHarness.class.getName(), List.of(), OUR_CLASS_PATH);
  }

  /** PyTorch in Python. */
  static EngineLauncher pytorch(String python) {
    return new EngineLauncher(
        "pytorch",
        List.of(python, "ci/bench_torch.py", "--threads"),
        Map.of(THREADS_VARIABLE, "%d"));
  }

  /** PyTorch through DJL; {@code ci/bench --djl} must have compiled it. */
  static EngineLauncher djl() {
    return peer("djl", "dev.sluice.bench.djl.DjlEngine");
  }

  /** Deeplearning4j; {@code ci/bench --dl4j} must have compiled it. */
  static EngineLauncher dl4j() {
    return peer("dl4j", "dev.sluice.bench.dl4j.Dl4jEngine");
  }

  /** An engine whose libraries are only in its own process. */
  private static EngineLauncher peer(String name, String main) {
    Path classPath = Path.of("target", "bench", name + ".classpath");
    try {
      return jvm(name, main, List.of(), Files.readString(classPath).strip());
    } catch (IOException e) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "no %s: ci/bench --%s creates that class path", classPath, name),
          e);
    }
  }

  private static EngineLauncher jvm(
      String name, String main, List<String> options, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-Xmx6g");
    command.add("-XX:+UseSerialGC");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    return new EngineLauncher(name, command, Map.of(THREADS_VARIABLE, "%d"));
  }

  /**
   * The engine in its process, for a number of threads.
   *
   * @param patienceSeconds the longest time for one answer
   */
  EngineProcess engine(int threads, double patienceSeconds) {
    List<String> whole = new ArrayList<>(command);
    whole.add(Integer.toString(threads));
    Map<String, String> variables = new HashMap<>();
    environment.forEach(
        (key, value) -> variables.put(key, String.format(Locale.ROOT, value, threads)));
    return new EngineProcess(name, whole, variables, patienceSeconds);
  }
}
