package dev.sluice.bench.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine that may be compared: how its process is started.
 *
 * @param name short, for tables
 * @param command without the number of threads, which comes last
 * @param environment on top of ours, for a number of threads in place of {@code %d}
 */
record Rival(String name, List<String> command, Map<String, String> environment) {
  private static final String THREADS_VARIABLE = "OMP_NUM_THREADS";

  /** This engine. */
  static Rival sluice() {
    return jvm(
        "sluice", SluiceEngine.class.getName(), List.of("--add-modules", "jdk.incubator.vector"));
  }

  /** This engine without the Vector API module. */
  static Rival plain() {
    return jvm("sluice-plain", SluiceEngine.class.getName(), List.of());
  }

  /** PyTorch in Python. */
  static Rival pytorch(String python) {
    return new Rival(
        "pytorch", List.of(python, "ci/bench_engine.py"), Map.of(THREADS_VARIABLE, "%d"));
  }

  private static Rival jvm(String name, String main, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-Xmx6g");
    command.add("-XX:+UseSerialGC");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    return new Rival(name, command, Map.of(THREADS_VARIABLE, "%d"));
  }

  /** Starts it with so many threads. */
  EngineProcess start(int threads) {
    List<String> whole = new ArrayList<>(command);
    whole.add(Integer.toString(threads));
    Map<String, String> variables = new HashMap<>();
    environment.forEach((key, value) -> variables.put(key, value.formatted(threads)));
    return new EngineProcess(name, whole, variables);
  }
}
