package dev.sluice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("verify")
class KillTest {
  private static final int KILLS = 5;
  private static final int STEPS = 15 * 4;

  @TempDir private Path folder;

  @Test
  void aRunKilledAtRandomMomentsGivesTheSameModelFile() throws Exception {
    Path undisturbed = folder.resolve("undisturbed.safetensors");
    Process whole = start(folder.resolve("undisturbed"), undisturbed);
    Path survived = folder.resolve("survived.safetensors");
    Path checkpoint = folder.resolve("survived");
    Random random = new Random();
    int killed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(checkpoint, survived);
      try (BufferedReader lines = lines(process)) {
        for (int wait = 1 + random.nextInt(STEPS / KILLS - 4); wait > 0; wait--) {
          lines.readLine();
        }
        LockSupport.parkNanos(random.nextInt(12_000_000));
        process.destroyForcibly();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        killed += process.exitValue() == 0 ? 0 : 1;
      }
    }
    assertTrue(killed > 0, "no process was killed before its end");
    assertEquals(0, finish(start(checkpoint, survived)));
    assertEquals(0, finish(whole));
    assertEquals(-1, Files.mismatch(undisturbed, survived));
  }

  private Process start(Path checkpoint, Path model) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KillProbe.class.getName(),
            checkpoint.toString(),
            model.toString());
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static int finish(Process process) throws Exception {
    try (BufferedReader lines = lines(process)) {
      while (lines.readLine() != null) {
        Thread.onSpinWait();
      }
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return process.exitValue();
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
