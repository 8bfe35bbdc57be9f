package dev.sluice.device.cpu.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VectorMicroKernelSourceTest {

  @Test
  void theTilesAreThoseThatAreGenerated() throws IOException {
    Path file = Path.of(System.getProperty("basedir", ".")).resolve(VectorMicroKernelSource.FILE);
    assertEquals(
        VectorMicroKernelSource.text(),
        Files.readString(file, StandardCharsets.UTF_8),
        "VectorMicroKernel: change VectorMicroKernelSource instead, and run its main");
  }
}
