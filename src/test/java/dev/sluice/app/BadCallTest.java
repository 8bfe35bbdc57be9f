package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JVM of the call refuses wrong lines of commands that compute in a second one. */
@Tag("verify")
class BadCallTest {
  @ParameterizedTest
  @CsvSource({
    "sentiment train --bogus, Unknown option: '--bogus'",
    "sentiment train --epochs x, Invalid value for option '--epochs': 'x' is not an int",
    "sentiment classify m.safetensors --bogus, Unknown option: '--bogus'",
    "sentiment classify, Missing required parameter: 'MODEL'",
    "sentiment train words, Unmatched argument at index 2: 'words'",
    "parity --onnx m --batch x, Invalid value for option '--batch': 'x' is not an int"
  })
  void isAnsweredWithoutTheSecondJvm(String arguments, String error)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments.split(" ")));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.endsWith("_OPTIONS"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("sluice: " + error, said.lines().findFirst().orElse(""), said);
    assertEquals(2, process.waitFor());
  }
}
