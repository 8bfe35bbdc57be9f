package dev.sluice.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the processes are shells")
@Tag("verify")
class ChildProcessTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** A shell with a descendant; it records both process ids and runs for an hour. */
  private static final String WITH_DESCENDANT = "sleep 3600 & echo $$ $!; wait";

  @TempDir private Path folder;

  @Test
  void givesTheStatusAndWhatWasPrinted() throws Exception {
    try (ChildProcess process = start("cat; echo out; echo err >&2; exit 7")) {
      assertEquals(7, process.await(LONG, LONG, waited -> {}));
    }
    assertEquals(List.of("out", "err"), Files.readAllLines(output()));
  }

  @Test
  void saysThatACommandCannotBeRun() {
    String absent = folder.resolve("absent").toString();
    CannotRunException refused =
        assertThrows(
            CannotRunException.class,
            () -> {
              try (var process = ChildProcess.start(folder, output(), List.of(absent))) {
                process.await(LONG, LONG, waited -> {});
              }
            });
    assertEquals("cannot run " + absent, refused.getMessage());
  }

  @Test
  void closingEndsAllDescendants() throws Exception {
    List<ProcessHandle> both;
    try (ChildProcess process = start(WITH_DESCENDANT)) {
      Duration limit = Duration.ofMillis(50);
      assertThrows(TimeoutException.class, () -> process.await(limit, limit, waited -> {}));
      both = twoProcesses(() -> Files.readString(output()));
    }
    assertEnd(both);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP", "KILL"})
  void endsWithTheJvm(String signal) throws Exception {
    Process jvm =
        new ProcessBuilder(
                "env",
                "--default-signal=HUP,INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                folder.toString())
            .start();
    try (var out =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("started", out.readLine());
      List<ProcessHandle> both = twoProcesses(() -> Files.readString(output()));
      assertTrue(both.stream().allMatch(ProcessHandle::isAlive));
      assertEquals(
          0,
          new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + jvm.pid()).start().waitFor());
      assertTrue(jvm.waitFor(60, TimeUnit.SECONDS), "does not end");
      // If the JVM is killed, the guard ends only the process itself.
      assertEnd(signal.equals("KILL") ? both.subList(0, 1) : both);
      both.forEach(ProcessHandle::destroyForcibly);
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** Starts a process and waits for it, until a signal comes. */
  public static final class Starter {
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      List<String> command = List.of("sh", "-c", WITH_DESCENDANT);
      try (ChildProcess process = ChildProcess.start(folder, folder.resolve("output"), command)) {
        System.out.println("started");
        process.await(Duration.ofHours(1), LONG, waited -> {});
      }
    }
  }

  private ChildProcess start(String script) throws IOException {
    return ChildProcess.start(folder, output(), List.of("sh", "-c", script));
  }

  private Path output() {
    return folder.resolve("output");
  }

  private interface Text {
    String get() throws IOException;
  }

  private static List<ProcessHandle> twoProcesses(Text ids) throws Exception {
    while (!ids.get().endsWith("\n")) {
      Thread.sleep(20);
    }
    String[] both = ids.get().strip().split(" ");
    return List.of(handle(both[0]), handle(both[1]));
  }

  private static ProcessHandle handle(String id) {
    return ProcessHandle.of(Long.parseLong(id)).orElseThrow();
  }

  private static void assertEnd(List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle each : processes) {
      each.onExit().get(60, TimeUnit.SECONDS);
      assertFalse(each.isAlive());
    }
  }
}
