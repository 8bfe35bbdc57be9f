package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import dev.sluice.app.output.OutputPath;
import dev.sluice.app.output.PathArguments;
import dev.sluice.interop.onnx.OnnxModel;
import dev.sluice.interop.onnx.OnnxRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Checks that no command overwrites a file by accident. The same rule applies to every command. */
@Tag("verify")
class OutputFilesTest {
  /** The options for which {@code -} means standard output. */
  @TempDir private Path folder;

  private Path input;
  private Path other;

  /** A command that writes an output file. */
  private enum Writer {
    EXPORT(List.of("sentiment", "export"), "--onnx", "model.safetensors"),
    INSPECT(List.of("inspect", "--text=one two"), "--out", "model.safetensors"),
    SAVE(List.of("parity", "--device=cpu", "--onnx"), "--save", "carried.onnx");

    private final List<String> command;
    private final String option;
    private final String input;

    Writer(List<String> command, String option, String input) {
      this.command = command;
      this.option = option;
      this.input = input;
    }

    CommandRun run(Path input, Path output, String... more) {
      List<String> arguments = new ArrayList<>(command);
      arguments.addAll(List.of(input.toString(), option, output.toString()));
      arguments.addAll(List.of(more));
      return CommandRun.of(arguments.toArray(String[]::new));
    }
  }

  @BeforeEach
  void writeInputs() throws IOException {
    TinyModel.write(folder.resolve("model.safetensors"));
    try (InputStream in = OnnxRuntime.class.getResourceAsStream("carried.onnx")) {
      Files.copy(in, folder.resolve("carried.onnx"));
    }
    other = Files.writeString(folder.resolve("thesis.tex"), "ten years of work");
  }

  @ParameterizedTest
  @EnumSource
  void anInputIsNeverWritten(Writer writer) throws IOException {
    input = folder.resolve(writer.input);
    byte[] before = Files.readAllBytes(input);
    Path link = Files.createSymbolicLink(folder.resolve("link"), input);
    Path hardLink = Files.createLink(folder.resolve("hard-link"), input);
    Path detour = folder.resolve("../" + folder.getFileName() + "/./" + writer.input);
    for (Path output : List.of(input, link, hardLink, detour)) {
      for (List<String> force : List.of(List.of("--force"), List.<String>of())) {
        CommandRun refused = writer.run(input, output, force.toArray(String[]::new)).expect(2);
        assertEquals(1, refused.complaints().size(), refused::err);
        assertTrue(refused.err().contains("which is only read; choose another"), refused.err());
      }
    }
    writer.run(link, input, "--force").expect(2);
    assertArrayEquals(before, Files.readAllBytes(input));
  }

  @Test
  void anInputOfAnyOptionIsNeverWritten() throws IOException {
    Path expected = folder.resolve("expected");
    Path model = folder.resolve("carried.onnx");
    Writer.SAVE.run(model, expected).expect(0);
    CommandRun refused = Writer.SAVE.run(model, expected, "--force", "--expect", "" + expected);
    assertTrue(refused.expect(2).err().contains("is the input " + expected), refused.err());
  }

  @Test
  void externalWeightsAreAnInputToo() throws IOException {
    Path weights = folder.resolve("weights");
    ModelProto.Builder model =
        ModelProto.parseFrom(Files.readAllBytes(folder.resolve("carried.onnx"))).toBuilder();
    TensorProto.Builder first = model.getGraphBuilder().getInitializerBuilder(0);
    byte[] values = first.getRawData().toByteArray();
    Files.write(weights, values);
    first
        .clearRawData()
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(
            StringStringEntryProto.newBuilder().setKey("location").setValue("weights"));
    Path outside = Files.write(folder.resolve("outside.onnx"), model.build().toByteArray());
    CommandRun refused = Writer.SAVE.run(outside, weights, "--force").expect(2);
    assertTrue(refused.err().contains("which is only read"), refused.err());
    assertArrayEquals(values, Files.readAllBytes(weights));
    Writer.SAVE.run(outside, other, "--force").expect(0);
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsReplacedOnlyWithForce(Writer writer) throws IOException {
    input = folder.resolve(writer.input);
    CommandRun refused = writer.run(input, other).expect(2);
    assertEquals(
        List.of(
            String.format(
                Locale.ROOT,
                "sluice: %s: %s already exists; use --force to replace it, or choose another",
                writer.option,
                other)),
        refused.complaints());
    assertEquals("ten years of work", Files.readString(other));
    writer.run(input, other, "--force").expect(0);
    assertFalse(Files.readAllBytes(other).length == 17);
  }

  @ParameterizedTest
  @EnumSource
  void aLinkStaysAndItsTargetIsWritten(Writer writer) throws IOException {
    input = folder.resolve(writer.input);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("thesis.tex"));
    writer.run(input, link).expect(2);
    assertEquals("ten years of work", Files.readString(other));
    Files.delete(other);
    writer.run(input, link).expect(0);
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.size(other) > 17);
  }

  @ParameterizedTest
  @EnumSource
  void aDeviceIsWrittenToWithoutForce(Writer writer) {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    writer.run(folder.resolve(writer.input), device).expect(0);
    assertFalse(Files.isRegularFile(device));
  }

  @ParameterizedTest
  @EnumSource
  void aMissingFolderIsOneLineBeforeAnyWork(Writer writer) {
    Path missing = folder.resolve("missing");
    CommandRun refused = writer.run(folder.resolve("no-input"), missing.resolve("file")).expect(2);
    assertEquals(
        List.of(
            String.format(
                Locale.ROOT,
                "sluice: %s: no folder %s for file; create it first, or choose another",
                writer.option,
                missing)),
        refused.complaints());
    refused = writer.run(folder.resolve("no-input"), folder).expect(2);
    assertTrue(refused.complaints().get(0).contains("is a folder, expected a file"), refused.err());
  }

  @ParameterizedTest
  @CsvSource({"/dev/stdout,>", "/dev/stdout,>>", "/dev/stdout,| cat >", "-,| cat >"})
  void standardOutputHoldsTheFileAlone(String name, String end) throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/fd")), "only Linux shows open files");
    Path piped = folder.resolve("piped.onnx");
    Files.deleteIfExists(piped);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command = "\"$0\" -cp \"$1\" \"$2\" sentiment export \"$3\" --onnx " + name + " ";
    Process shell =
        new ProcessBuilder(
                List.of(
                    "sh",
                    "-c",
                    command + end + " \"$4\"",
                    java,
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    folder.resolve("model.safetensors").toString(),
                    piped.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor(), said);
    assertTrue(said.contains("onnx      /dev/stdout"), said);
    assertEquals(2, OnnxModel.read(piped).inputs().size());
    assertFalse(Files.exists(Path.of("-")));
    Path file = folder.resolve("file.onnx");
    Writer.EXPORT.run(folder.resolve("model.safetensors"), file).expect(0);
    assertEquals(-1, Files.mismatch(file, piped));
  }

  /** An empty path would mean the working directory to the JVM. */
  @ParameterizedTest
  @MethodSource
  void anEmptyPathIsRefusedByEveryArgumentOfEveryCommand(String argument, List<String> line) {
    CommandRun refused = CommandRun.of(line.toArray(String[]::new)).expect(2);
    assertEquals(1, refused.complaints().size(), refused::err);
    String complaint = refused.complaints().get(0);
    assertTrue(complaint.contains(argument) && complaint.contains("got an empty text"), complaint);
  }

  static Stream<Arguments> anEmptyPathIsRefusedByEveryArgumentOfEveryCommand() {
    return pathArguments("", each -> true);
  }

  @ParameterizedTest
  @MethodSource
  void aDashThatIsNotAStreamIsRefused(String argument, List<String> line) {
    CommandRun refused = CommandRun.of(line.toArray(String[]::new)).expect(2);
    String complaint = refused.complaints().get(0);
    assertTrue(complaint.contains(argument) && complaint.contains("got '-'"), complaint);
  }

  static Stream<Arguments> aDashThatIsNotAStreamIsRefused() {
    return pathArguments("-", each -> each.type() != OutputPath.class);
  }

  private static List<String> given(ArgSpec argument, String value) {
    return argument instanceof OptionSpec option
        ? List.of(option.longestName(), value)
        : List.of(value);
  }

  /** The chosen path arguments, each in a command line that sets it to this value. */
  private static Stream<Arguments> pathArguments(String value, Predicate<ArgSpec> chosen) {
    List<Arguments> found = new ArrayList<>();
    CommandGroup.ALL.forEach(
        group ->
            group.commands().forEach(each -> collect(new CommandLine(each), value, chosen, found)));
    assertTrue(found.size() >= 11, found::toString);
    return found.stream();
  }

  private static void collect(
      CommandLine line, String value, Predicate<ArgSpec> chosen, List<Arguments> found) {
    line.getSubcommands().values().forEach(each -> collect(each, value, chosen, found));
    String[] command = line.getCommandSpec().qualifiedName().split(" ");
    for (ArgSpec each : line.getCommandSpec().args()) {
      if (PathArguments.isPath(each) && chosen.test(each)) {
        List<String> words = new ArrayList<>(List.of(command));
        for (ArgSpec other : line.getCommandSpec().args()) {
          boolean together = other.group() == null || other.group() == each.group();
          if (other != each && other.required() && together) {
            words.addAll(given(other, "no-such-file"));
          }
        }
        words.addAll(given(each, value));
        String name = each instanceof OptionSpec option ? option.longestName() : each.paramLabel();
        found.add(Arguments.of(name, words));
      }
    }
  }
}
