package dev.sluice.device.cuda.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ci/compile-kernels}, with a fake nvcc that copies its input. */
@DisabledOnOs(OS.WINDOWS)
@Tag("verify")
class CompileKernelsTest {
  private static final String NVCC =
      """
      #!/bin/sh
      case $1 in
        --version) echo 'Cuda compilation tools, release 12.9, V12.9.41' ;;
        --list-gpu-code) printf 'sm_%s\\n' 52 80 87 90 ;;
        *)
          echo "$*" >>"$(dirname "$0")/calls"
          for source; do :; done
          if grep -n '#error' "$source"; then exit 2; fi
          while [ "$1" != -o ]; do shift; done
          cat "$source" >"$2" ;;
      esac
      """;

  @TempDir private Path root;
  private Path out;

  /** The result of one run of the script. */
  private record Run(int exitCode, String output) {}

  @BeforeEach
  void layOut() throws IOException {
    out = root.resolve("target/classes/kernels");
    Files.createDirectories(root.resolve("kernels"));
    Files.createDirectories(root.resolve("ci"));
    Files.createDirectories(root.resolve("toolkit/bin"));
    // Hides the toolkit of this machine, if it has one in the usual folder.
    String script = Files.readString(Path.of("ci/compile-kernels"));
    Files.writeString(
        root.resolve("ci/compile-kernels"), script.replace("/usr/local/cuda", "/nonexistent"));
    executable("toolkit/bin/nvcc", NVCC);
    write("kernels/common.cuh", "#define FACTOR 2.0f\n");
    write("kernels/scale.cu", "#include \"common.cuh\"\n");
    write("kernels/sum.cu", "// sum\n");
  }

  @Test
  void compilesEveryFileForTheSupportedArchitectures() throws IOException {
    Run run = run();
    assertEquals(
        new Run(0, "kernels: compiling scale sum by nvcc 12.9.41 for sm_80 sm_90 compute_90\n"),
        run);
    assertEquals(
        List.of("scale.fatbin", "scale.fatbin.properties", "sum.fatbin", "sum.fatbin.properties"),
        names());
    assertEquals(2, calls().size());
    for (String call : calls()) {
      assertTrue(
          call.startsWith(
              "-std=c++17 -gencode arch=compute_80,code=sm_80 -gencode arch=compute_90,code=sm_90"
                  + " -gencode arch=compute_90,code=compute_90 -fatbin -o "),
          call);
    }
  }

  @Test
  void theEngineLoadsTheResult() throws IOException {
    run();
    BuiltImage built = find("scale").orElseThrow();
    assertEquals("12.9.41", built.nvcc());
    assertArrayEquals(Files.readAllBytes(root.resolve("kernels/scale.cu")), built.bytes());
    write("kernels/common.cuh", "#define FACTOR 3.0f\n");
    assertEquals(Optional.empty(), find("scale"));
  }

  @Test
  void compilesNothingTwice() throws IOException {
    run();
    assertEquals(new Run(0, ""), run());
    assertEquals(2, calls().size());
  }

  @Test
  void compilesChangedFilesAgain() throws IOException {
    run();
    write("kernels/sum.cu", "// another sum\n");
    assertTrue(run().output().contains("compiling sum by"));
    Files.delete(out.resolve("scale.fatbin"));
    assertTrue(run().output().contains("compiling scale by"));
    write("kernels/common.cuh", "#define FACTOR 3.0f\n");
    assertTrue(run().output().contains("compiling scale sum by"));
    executable("toolkit/bin/nvcc", NVCC.replace("12.9.41", "12.9.86"));
    assertTrue(run().output().contains("compiling scale sum by nvcc 12.9.86"));
    assertEquals(new Run(0, ""), run());
  }

  @Test
  void aFileThatDoesNotCompileFailsWithTheLogAndLeavesNoImage() throws IOException {
    run();
    write("kernels/sum.cu", "#error here\n");
    Run run = run();
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("kernels/sum.cu does not compile: "), run.output());
    assertTrue(run.output().contains("1:#error here\n"), run.output());
    assertEquals(Optional.empty(), find("sum"));
    assertTrue(find("scale").isPresent());
    assertEquals(4, names().size());
  }

  @Test
  void removesImagesWithoutASourceAndFilesOfAKilledRun() throws IOException {
    run();
    Files.delete(root.resolve("kernels/sum.cu"));
    Files.createFile(out.resolve(".kernel-sum.1.fatbin"));
    assertEquals(new Run(0, ""), run());
    assertEquals(List.of("scale.fatbin", "scale.fatbin.properties"), names());
  }

  @Test
  void reportsAMissingCompiler() throws IOException {
    Files.delete(root.resolve("toolkit/bin/nvcc"));
    String path = pathWithoutNvcc();
    assumeTrue(path.contains("/usr/bin"), "nvcc is in the folder of the system commands");
    assertEquals(
        new Run(
            0,
            "kernels: no nvcc here; the jar carries their sources, to be compiled by NVRTC at"
                + " first use\n"),
        run(path));
    assertEquals(List.of(), names());
  }

  @Test
  void findsTheCompilerOfAToolkit() throws IOException {
    String path = pathWithoutNvcc();
    assumeTrue(path.contains("/usr/bin"), "nvcc is in the folder of the system commands");
    Files.move(root.resolve("toolkit"), root.resolve("cuda-home"));
    assertEquals(0, run(path).exitCode());
    assertEquals(4, names().size());
  }

  @Test
  void refusesACompilerThatSupportsNoneOfTheArchitectures() throws IOException {
    executable("toolkit/bin/nvcc", NVCC.replace("52 80 87 90", "52 60"));
    Run run = run();
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("nvcc 12.9.41 knows none of our architectures"));
  }

  @Test
  void withoutKernelsItDoesNothing() throws IOException {
    for (String file : List.of("common.cuh", "scale.cu", "sum.cu")) {
      Files.delete(root.resolve("kernels").resolve(file));
    }
    assertEquals(new Run(0, ""), run());
    Files.delete(root.resolve("kernels"));
    assertEquals(new Run(0, ""), run());
  }

  private Run run() {
    return run(System.getenv("PATH"));
  }

  private Run run(String path) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("sh", "ci/compile-kernels", out.toString())
              .directory(root.toFile())
              .redirectErrorStream(true);
      Map<String, String> environment = builder.environment();
      environment.put("CUDA_HOME", root.resolve("cuda-home").toString());
      environment.put("PATH", root.resolve("toolkit/bin") + File.pathSeparator + path);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The PATH of this machine, without folders that contain a real nvcc. */
  private static String pathWithoutNvcc() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .filter(folder -> !Files.exists(Path.of(folder, "nvcc")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Optional<BuiltImage> find(String module) {
    KernelFiles files =
        name -> {
          Path file = (name.contains(".fatbin") ? out : root.resolve("kernels")).resolve(name);
          try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return BuiltImage.find(files, KernelSource.read(files, module));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(root.resolve("toolkit/bin/calls"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void executable(String name, String text) throws IOException {
    write(name, text);
    assertTrue(root.resolve(name).toFile().setExecutable(true));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(root.resolve(name), text);
  }
}
