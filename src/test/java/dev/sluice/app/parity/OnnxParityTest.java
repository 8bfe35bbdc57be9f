package dev.sluice.app.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.app.Main;
import dev.sluice.interop.onnx.OnnxRuntime;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.safetensors.SafetensorsWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Tag("verify")
class OnnxParityTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private Throwable error;

  @BeforeEach
  void copyModels() throws IOException {
    for (String name : List.of("tagger", "packed", "carried")) {
      for (String suffix : List.of(".onnx", ".safetensors")) {
        try (InputStream in = OnnxRuntime.class.getResourceAsStream(name + suffix)) {
          Files.copy(in, folder.resolve(name + suffix));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tagger", "packed", "carried"})
  void modelsAgreeWithOnnxRuntimeOnEverySize(String name) {
    assumeTrue(OnnxRuntime.unavailable() == null, OnnxRuntime::unavailable);
    assertEquals(0, run("--onnx", name + ".onnx"), out::toString);
    assertTrue(out.toString().contains("compared with ONNX Runtime"), out::toString);
    assertEquals(0, run("--onnx", name + ".onnx", "--batch", "1", "--timesteps", "12"));
    assertEquals(0, run("--onnx", name + ".onnx", "--seed", "5", "--batch", "9"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tagger", "packed", "carried"})
  void modelsGiveTheStoredOutputs(String name) {
    assertEquals(0, run("--onnx", name + ".onnx", "--expect", name + ".safetensors"));
  }

  @Test
  void anotherOutputIsCaught() {
    SafetensorsFile file = SafetensorsFile.read(folder.resolve("carried.safetensors"));
    SafetensorsWriter writer = new SafetensorsWriter();
    for (String name : file.names()) {
      float[] values = file.floats(name);
      values[0] = name.equals("h") ? -values[0] : values[0];
      long[] shape = file.info(name).shape().stream().mapToLong(Long::longValue).toArray();
      writer = writer.withFloats(name, values, shape);
    }
    writer.write(folder.resolve("wrong.safetensors"));
    assertEquals(1, run("--onnx", "carried.onnx", "--expect", "wrong.safetensors"));
    assertTrue(out.toString().contains("2 of 3 tensors passed"), out::toString);
  }

  @Test
  void anOutputOfAnotherShapeFails() {
    SafetensorsFile file = SafetensorsFile.read(folder.resolve("carried.safetensors"));
    SafetensorsWriter writer = new SafetensorsWriter().withFloats("h", new float[4], 1, 1, 4);
    for (String name : List.of("x", "h0", "c0")) {
      long[] shape = file.info(name).shape().stream().mapToLong(Long::longValue).toArray();
      writer = writer.withFloats(name, file.floats(name), shape);
    }
    writer.write(folder.resolve("small.safetensors"));
    assertEquals(1, run("--onnx", "carried.onnx", "--expect", "small.safetensors"));
    assertTrue(out.toString().contains("expected FLOAT [1, 1, 4]"), out::toString);
  }

  @Test
  void savedValuesAreExpectedAgain() {
    assertEquals(0, run("--onnx", "packed.onnx", "--save", "saved.safetensors"));
    assertEquals(0, run("--onnx", "packed.onnx", "--expect", "saved.safetensors"));
    assertTrue(out.toString().contains("0.000e+00"), out::toString);
  }

  @Test
  void missingTensorsAreNamed() {
    new SafetensorsWriter().withFloats("x", new float[30], 5, 2, 3).write(folder.resolve("few"));
    run("--onnx", "carried.onnx", "--expect", "few");
    assertTrue(error.getMessage().contains("expected the model's input \"h0\""), error::toString);
    run("--onnx", "tagger.onnx", "--expect", "carried.safetensors");
    assertTrue(error.getMessage().contains("input \"tokens\", got none"), error::toString);
  }

  @Test
  void casesAndAModelCannotBeCombined() {
    assertEquals(2, run());
    assertEquals(2, run("--onnx", "tagger.onnx", "case"));
    assertEquals(2, run("--batch", "4"));
  }

  @Test
  void sizesAreChecked() {
    run("--onnx", "tagger.onnx", "--batch", "0", "--save", "out");
    assertEquals("--batch: expected at least 1, got 0", error.getMessage());
    run("--onnx", "tagger.onnx", "--batch", "1000000000", "--save", "out");
    assertTrue(error.getMessage().contains("expected at most"), error::toString);
  }

  @Test
  void limitsAreRaised() {
    run("--onnx", "tagger.onnx", "--operations", "0", "--save", "out");
    assertEquals("--operations: expected at least 1, got 0", error.getMessage());
    var options = new OnnxOptions();
    var line = new CommandLine(options);
    line.parseArgs("--onnx", "m", "--operations", "5000000000", "--total-bytes", "7");
    OnnxLimits standard = OnnxLimits.defaults();
    assertEquals(standard.withOperations(5_000_000_000L).withTotalBytes(7), options.limits());
    String help = line.getUsageMessage().replaceAll("\\s+", " ");
    assertTrue(help.contains("(default: " + standard.operations() + ")"), help);
    assertTrue(help.contains("(default: " + standard.totalBytes() + ")"), help);
  }

  @Test
  void withoutOnnxRuntimeOneLineExplainsWhatToDo() throws Exception {
    List<String> arguments = List.of("parity", "--onnx", folder.resolve("tagger.onnx").toString());
    String said = runWithoutOnnxRuntime(2, arguments);
    assertEquals(1, said.lines().filter(line -> line.startsWith("sluice: ")).count(), said);
    assertTrue(said.contains("onnxruntime.jar is not on the class path"), said);
    assertTrue(said.contains("--expect FILE"), said);
    List<String> expecting = new ArrayList<>(arguments);
    expecting.addAll(List.of("--expect", folder.resolve("tagger.safetensors").toString()));
    runWithoutOnnxRuntime(0, expecting);
  }

  private static String runWithoutOnnxRuntime(int expected, List<String> arguments)
      throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("onnxruntime"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", classPath));
    command.add(Main.class.getName());
    command.addAll(arguments);
    command.addAll(List.of("--device", "cpu"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(expected, process.waitFor(), said);
    return said;
  }

  private int run(String... arguments) {
    String[] resolved =
        Stream.concat(
                Stream.of("--device", "cpu", "--threads", "2"),
                Stream.of(arguments)
                    .map(a -> a.matches("[a-z]+(\\.[a-z]+)?") ? folder.resolve(a).toString() : a))
            .toArray(String[]::new);
    return new CommandLine(new ParityCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              error = e;
              return -1;
            })
        .execute(resolved);
  }
}
