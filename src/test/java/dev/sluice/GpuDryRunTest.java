package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.device.cuda.SimulatedDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All of {@code ci/gpu run}, as it comes, on the simulated driver: some minutes, after {@code mvn
 * package}. {@link GpuScriptTest} is the fast part.
 */
@Tag("slow")
class GpuDryRunTest {
  private static final Duration LIMIT = Duration.ofSeconds(560);

  /** Of the results: what a person can carry away at one go. */
  private static final int MOST_FILES = 8;

  private static final long MOST_BYTES = 16 << 20;

  @TempDir private Path results;

  @Test
  void theWholeOrderHoldsWithinItsTime() throws Exception {
    assumeTrue(Files.exists(Path.of("target/sluice.jar")), "mvn package comes before");
    var builder = new ProcessBuilder("bash", "ci/gpu", "run").redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(List.of("LIMIT", "TESTS"));
    environment.put("SLUICE_CUDA_LIBRARIES", SimulatedDriver.build().toString());
    environment.put("RESULTS", results.toString());
    environment.put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    long begin = System.nanoTime();
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(taken.compareTo(LIMIT) < 0, taken::toString);
    List<Path> files = files();
    assertTrue(files.size() <= MOST_FILES, files::toString);
    for (Path file : files) {
      assertTrue(Files.size(file) <= MOST_BYTES, file::toString);
    }
    Path report = files.stream().filter(f -> f.toString().endsWith(".md")).findFirst().get();
    String text = Files.readString(report);
    assertFalse(text.contains("| **"), text);
    assertTrue(text.contains("| Tests on the driver, few of them | held"), text);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files.toList();
    }
  }
}
