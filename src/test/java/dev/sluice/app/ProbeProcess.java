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

/** Runs {@link ProbeMain} in its own JVM, started without special options, as a user would. */
public final class ProbeProcess implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;

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
   * Starts the probe from a shell, which can pass any bytes as arguments.
   *
   * @param script shell script in which {@code "$@"} is the command line of the probe
   * @param variables additional environment variables
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
      // A build that runs in the background may ignore these signals.
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

  /** Writes the text to standard input and closes it. */
  public void type(String text) throws IOException {
    try (var in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Waits for a line of standard output with this prefix and returns the rest of the line. */
  public String await(String prefix) throws IOException {
    String line = out.readLine();
    assertNotNull(line, () -> "ended early: " + errors());
    assertTrue(line.startsWith(prefix), line);
    return line.substring(prefix.length());
  }

  /** All remaining lines of standard output. */
  public List<String> lines() {
    return out.lines().toList();
  }

  public int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), "does not end");
    return process.exitValue();
  }

  /** Standard error without the JDK's warning about incubator modules. */
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

  /** Kills processes that a failed test left running. */
  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
