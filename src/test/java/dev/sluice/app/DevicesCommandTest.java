package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ChildRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests {@code sluice devices} in child JVMs. An empty library folder simulates a machine without a
 * GPU.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@Tag("verify")
class DevicesCommandTest {
  private static final String MISSING =
      "sluice.cuda.libraries: expected existing folders, got /nowhere";

  @TempDir private Path folder;

  private static ChildRun run(String... arguments) throws Exception {
    return ChildRun.Jvm.with(
            "--add-modules=jdk.incubator.vector", "-Dsluice.cuda.libraries=/nowhere")
        .run(Main.class, arguments);
  }

  @Test
  void aMachineWithoutGpuGetsAHelpfulAnswer() throws Exception {
    List<String> lines = run("devices").expect(0).out().lines().toList();
    assertEquals("cuda, not available: " + MISSING, lines.get(0));
    assertEquals("  libcublas  missing: " + MISSING, lines.get(2));
    assertTrue(lines.get(5).startsWith("  to fix     libcuda: "), lines::toString);
    assertTrue(lines.get(lines.size() - 1).startsWith("cpu, "), lines::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "cuda:1"})
  void aMissingGpuIsOneLineAndExitCode2(String device) throws Exception {
    List<String> errors =
        run("parity", "--device", device, "case").expect(2).err().lines().toList();
    List<String> own = errors.stream().filter(line -> !line.startsWith("WARNING")).toList();
    assertEquals(
        List.of("sluice: device cuda: " + MISSING + "; run 'sluice devices' for details"), own);
  }

  @Test
  void autoSaysWhyItChoseTheCpu() throws Exception {
    Path file = Files.writeString(folder.resolve("case"), "no case");
    String errors = run("parity", "--device", "auto", file.toString()).expect(2).err();
    assertTrue(errors.contains("device cpu (cuda: " + MISSING + ")"), errors);
  }
}
