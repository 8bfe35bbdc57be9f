package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@link ProbeMain} in a JVM of its own, started as a user would: without any special option. */
public final class ProbeProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private final BufferedReader out;

  private ProbeProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  public static ProbeProcess start(List<String> jvmOptions, String... arguments)
      throws IOException {
    return start(Map.of(), List.of(), jvmOptions, arguments);
  }

  /**
   * By a shell, which can hand on any bytes.
   *
   * @param script to which {@code "$@"} is the probe's command line
   * @param variables of the environment, beside those that are there
   */
  static ProbeProcess startByShell(
      String script, Map<String, String> variables, List<String> jvmOptions) throws IOException {
    return start(variables, List.of("sh", "-c", script, "sh"), jvmOptions);
  }

  private static ProbeProcess start(
      Map<String, String> variables,
      List<String> before,
      List<String> jvmOptions,
      String... arguments)
      throws IOException {
    var command = new ArrayList<>(before);
    if (System.getProperty("os.name").equals("Linux")) {
      // Whoever runs the build in the background may have left these ignored.
      command.addAll(List.of("env", "--default-signal=HUP,INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ProbeMain.class.getName());
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("probe", ".err");
    var builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.endsWith("_OPTIONS"));
    builder.environment().putAll(variables);
    return new ProbeProcess(builder.start(), errors);
  }

  /** The rest of standard input. */
  public void type(String text) throws IOException {
    try (var in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Waits for a line of standard output that begins so, and returns what follows. */
  public String await(String prefix) throws IOException {
    String line = out.readLine();
    assertNotNull(line, () -> "ended early: " + errors());
    assertTrue(line.startsWith(prefix), line);
    return line.substring(prefix.length());
  }

  /** Everything on standard output from here on. */
  public List<String> lines() {
    return out.lines().toList();
  }

  public int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "does not end");
    return process.exitValue();
  }

  /** Standard error without the JDK's line about incubator modules. */
  public String errors() {
    try (var lines = Files.lines(errors)) {
      return String.join(
          "\n", lines.filter(line -> !line.startsWith("WARNING: Using inc")).toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public void kill() {
    process.destroyForcibly();
  }

  /** Ends what a failed test left running. */
  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
