package dev.sluice.bench.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.BenchCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrowthBenchTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"--cells=lstm,sru", "--base=1,2,3", "--doublings=1", "--epochs=0", "--threads=0"})
  void aWrongOptionIsAnErrorOfUsageInOneLineBeforeAnythingStarts(
      String option, @TempDir Path parent) {
    Path folder = parent.resolve("none");
    PrintStream old = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertEquals(2, BenchCommand.run(new GrowthBench(), "--folder=" + folder, option));
    } finally {
      System.setErr(old);
    }
    String told = err.toString(StandardCharsets.UTF_8);
    assertEquals(1, told.lines().count(), told);
    assertTrue(told.startsWith("growth: "), told);
    assertFalse(Files.exists(folder));
  }
}
