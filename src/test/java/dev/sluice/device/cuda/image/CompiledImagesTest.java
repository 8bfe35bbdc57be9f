package dev.sluice.device.cuda.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledImagesTest {
  private static final ComputeCapability HOPPER = new ComputeCapability(9, 0);
  private static final int DRIVER = 12040;

  @TempDir private Path folder;
  private final FakeCompiler compiler = new FakeCompiler("NVRTC 12.6", 80, 90);

  @Test
  void compilesOnceForAllRuns() {
    CompiledImages.Image first = image(KernelFolder.withScale(), HOPPER, DRIVER, compiler);
    CompiledImages.Image second = image(KernelFolder.withScale(), HOPPER, DRIVER, compiler);
    assertEquals("compiled by NVRTC 12.6 for sm_90", first.origin());
    assertEquals("compiled by NVRTC 12.6 for sm_90 (cached)", second.origin());
    assertArrayEquals(FakeCompiler.image("scale", "sm_90"), first.bytes());
    assertArrayEquals(first.bytes(), second.bytes());
    assertEquals(List.of("scale for sm_90"), compiler.compiled);
  }

  @Test
  void passesTheExpectedOptions() {
    image(KernelFolder.withScale(), HOPPER, DRIVER, compiler);
    assertEquals(
        List.of("--gpu-architecture=sm_90", "--std=c++17", "--generate-line-info"),
        compiler.options);
  }

  @Test
  void theKeyDependsOnEveryInput() {
    var ampere = new ComputeCapability(8, 0);
    image(KernelFolder.withScale(), HOPPER, DRIVER, compiler);
    image(
        KernelFolder.withScale().with("scale.cu", "#include \"common.cuh\"\n "),
        HOPPER,
        DRIVER,
        compiler);
    image(
        KernelFolder.withScale().with("common.cuh", "#define FACTOR 3.0f\n"),
        HOPPER,
        DRIVER,
        compiler);
    image(KernelFolder.withScale(), ampere, DRIVER, compiler);
    image(KernelFolder.withScale(), HOPPER, 12050, compiler);
    assertEquals(5, compiler.compiled.size());
    // Two devices with the same PTX target.
    image(KernelFolder.withScale(), new ComputeCapability(10, 0), DRIVER, compiler);
    image(KernelFolder.withScale(), new ComputeCapability(12, 0), DRIVER, compiler);
    assertEquals(7, compiler.compiled.size());

    var newer = new FakeCompiler("NVRTC 12.8", 80, 90);
    image(KernelFolder.withScale(), HOPPER, DRIVER, newer);
    assertEquals(1, newer.compiled.size());
    // The same compiler, now with machine code instead of PTX.
    var widened = new FakeCompiler("NVRTC 12.6", 80, 90, 100);
    image(KernelFolder.withScale(), new ComputeCapability(10, 0), DRIVER, widened);
    assertEquals(List.of("scale for sm_100"), widened.compiled);
  }

  @Test
  void theKeyChangesIfTextMovesBetweenSourceAndHeader() {
    image(
        new KernelFolder().with("scale.cu", "#include \"a.cuh\"\n").with("a.cuh", "x"),
        HOPPER,
        DRIVER,
        compiler);
    image(
        new KernelFolder().with("scale.cu", "#include \"a.cuh\"\nx").with("a.cuh", ""),
        HOPPER,
        DRIVER,
        compiler);
    assertEquals(2, compiler.compiled.size());
  }

  @Test
  void aDamagedEntryIsCompiledAgain() throws IOException {
    image(KernelFolder.withScale(), HOPPER, DRIVER, compiler);
    try (Stream<Path> entries = Files.list(folder)) {
      Files.write(entries.findFirst().orElseThrow(), new byte[] {1, 2, 3});
    }
    CompiledImages.Image again = image(KernelFolder.withScale(), HOPPER, DRIVER, compiler);
    assertEquals("compiled by NVRTC 12.6 for sm_90", again.origin());
    assertEquals(
        "compiled by NVRTC 12.6 for sm_90 (cached)",
        image(KernelFolder.withScale(), HOPPER, DRIVER, compiler).origin());
  }

  private CompiledImages.Image image(
      KernelFiles files, ComputeCapability device, int driver, FakeCompiler compiler) {
    return new CompiledImages(device, driver, () -> compiler, new ImageCache(folder))
        .of(KernelSource.read(files, "scale"));
  }
}
