package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the shutdown of the two JVMs of a computing command with real signals. */
@Tag("verify")
class InterruptionTest {
  @TempDir private Path folder;

  @BeforeEach
  void signalsExist() {
    assumeFalse(File.separatorChar == '\\', "Windows has no signals");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void signalToTheParentLetsTheChildSave(String signal, int code) throws Exception {
    Path saved = folder.resolve("saved");
    try (var probe = ProbeProcess.start(List.of(), "work", saved.toString())) {
      ProcessHandle child = child(probe);
      signal(signal, probe.pid());
      assertEquals(code, probe.exitCode(), probe::errors);
      assertEquals("saved", Files.readString(saved));
      assertEquals(false, child.isAlive());
    }
  }

  @Test
  void ctrlCReachesBothAndSaves() throws Exception {
    Path saved = folder.resolve("saved");
    try (var probe = ProbeProcess.start(List.of(), "work", saved.toString())) {
      signal("INT", probe.pid(), child(probe).pid());
      assertEquals(130, probe.exitCode(), probe::errors);
      assertEquals("saved", Files.readString(saved));
    }
  }

  @Test
  void childSavesAndEndsWhenItsParentIsKilled() throws Exception {
    Path saved = folder.resolve("saved");
    try (var probe = ProbeProcess.start(List.of(), "work", saved.toString())) {
      ProcessHandle child = child(probe);
      probe.kill();
      child.onExit().get(30, TimeUnit.SECONDS);
      assertEquals("saved", Files.readString(saved));
    }
  }

  @Test
  void parentEndsWhenItsChildIsKilled() throws Exception {
    try (var probe = ProbeProcess.start(List.of(), "work", folder.resolve("saved").toString())) {
      child(probe).destroyForcibly();
      assertEquals(128 + 9, probe.exitCode());
      assertTrue(probe.errors().contains("sluice: the computing process was killed"));
    }
  }

  private static ProcessHandle child(ProbeProcess probe) throws Exception {
    long pid = Long.parseLong(probe.await("working "));
    assertNotEquals(probe.pid(), pid);
    return ProcessHandle.of(pid).orElseThrow();
  }

  /** Sends a signal with the built-in kill of the shell, which needs no package. */
  private static void signal(String name, long... pids) throws Exception {
    var command = new StringBuilder("kill -s ").append(name);
    for (long pid : pids) {
      command.append(' ').append(pid);
    }
    assertEquals(0, new ProcessBuilder("sh", "-c", command.toString()).start().waitFor());
  }
}
