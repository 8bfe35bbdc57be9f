package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A class's {@code main} run to its end in a JVM of its own: its exit code and what it printed. */
public record ChildRun(int exitCode, String out, String err) {
  private static final long PATIENCE_SECONDS = 120;

  /** A JVM with this one's Java and class path. */
  public record Jvm(
      List<String> options, Map<String, String> environment, String classPath, Path folder) {

    public static Jvm with(String... options) {
      String here = System.getProperty("java.class.path");
      String absolute =
          Arrays.stream(here.split(File.pathSeparator))
              .map(element -> Path.of(element).toAbsolutePath().toString())
              .collect(Collectors.joining(File.pathSeparator));
      return new Jvm(List.of(options), Map.of(), absolute, Path.of("").toAbsolutePath());
    }

    public Jvm environment(Map<String, String> variables) {
      return new Jvm(options, variables, classPath, folder);
    }

    public Jvm onClassPath(Path jar) {
      return new Jvm(options, environment, classPath + File.pathSeparator + jar, folder);
    }

    /** With another working directory. */
    public Jvm in(Path workingDirectory) {
      return new Jvm(options, environment, classPath, workingDirectory);
    }

    public ChildRun run(Class<?> mainClass, String... arguments)
        throws IOException, InterruptedException {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(options);
      command.addAll(List.of("-cp", classPath, mainClass.getName()));
      command.addAll(List.of(arguments));
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().keySet().removeIf(name -> name.endsWith("_OPTIONS"));
      builder.environment().putAll(environment);
      return ChildRun.of(builder);
    }
  }

  /** Runs a command to its end. */
  public static ChildRun of(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile("child", ".out");
    Path err = Files.createTempFile("child", ".err");
    try {
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "does not end");
      } finally {
        process.destroyForcibly();
      }
      return new ChildRun(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  public ChildRun expect(int code) {
    assertEquals(code, exitCode, this::toString);
    return this;
  }
}
