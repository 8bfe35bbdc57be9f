package dev.sluice.app.parity;

import static java.util.Objects.requireNonNull;

import dev.sluice.app.console.TerminalText;
import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.output.InputPaths;
import dev.sluice.app.output.OutputFile;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.argument.Require;
import dev.sluice.device.Device;
import dev.sluice.file.FileFailure;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code sluice parity FILE...}: compares recurrences with cases that other software
 * computed, and with {@code --onnx} the outputs of a model with those of another engine.
 */
@Computes
@Command(
    name = "parity",
    description = {
      "Compare forward and backward passes with cases from other software, or an ONNX model with ONNX"
          + " Runtime.",
      "",
      "Each FILE is a safetensors file of the format sluice-parity-1: a cell, its weights, its inputs"
          + " and the expected results. A tensor a passes against expected values b of n elements if"
          + " ||a - b|| <= tolerance * ||b|| + floor * sqrt(n).",
      ""
    },
    footer = ParityFormat.HELP,
    exitCodeListHeading = "Exit code:%n",
    exitCodeList = {
      "0:all tensors pass",
      "1:some tensor fails",
      "2:a file is missing, malformed, or uses an unsupported option"
    })
public final class ParityCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Parity cases.")
  private List<Path> files = List.of();

  @ArgGroup(exclusive = false, heading = "%nCompare an ONNX model instead of cases:%n")
  private @Nullable OnnxOptions onnx;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-4",
      paramLabel = "R",
      description = "Allowed error relative to ||b|| (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--floor",
      defaultValue = "1e-6",
      paramLabel = "A",
      description = "Allowed additional error per element (default: ${DEFAULT-VALUE}).")
  private double floor;

  @Mixin private ComputeOptions compute;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.nonNegative("--tolerance", tolerance);
    Require.nonNegative("--floor", floor);
    if (files.isEmpty() == (onnx == null)) {
      throw new ParameterException(
          spec.commandLine(), "parity: expected either FILE... or --onnx MODEL");
    }
    OutputFile save = onnx == null ? null : onnx.save(InputPaths.of(spec));
    PrintWriter out =
        save == null ? spec.commandLine().getOut() : save.messages(spec.commandLine());
    ComparisonTable table = new ComparisonTable(out, tolerance, floor);
    int refused = 0;
    try (Device device = compute.open()) {
      if (onnx != null) {
        new OnnxParity(onnx, save, table).run(device);
      }
      for (Path file : files) {
        try {
          ParityCase given = ParityCaseReader.read(file);
          Map<String, float[]> results = ParityRun.run(device, given);
          table.begin(file);
          given
              .expected()
              .forEach(
                  (name, b) -> table.compare(name, requireNonNull(results.get(name), name), b));
        } catch (IllegalArgumentException | UncheckedIOException e) {
          spec.commandLine().getErr().println("sluice: " + TerminalText.line(refusal(file, e)));
          refused++;
        }
      }
    }
    boolean allPass = table.summary();
    if (refused > 0) {
      return ExitCode.USAGE;
    }
    return allPass ? ExitCode.OK : ExitCode.NOT_GOOD;
  }

  /** The message, one line that names the file. */
  private static String refusal(Path file, RuntimeException e) {
    if (e instanceof UncheckedIOException unchecked) {
      return FileFailure.reason(requireNonNull(unchecked.getCause())) + ": " + file;
    }
    String message = String.valueOf(e.getMessage());
    return message.contains(file.toString()) ? message : file + ": " + message;
  }
}
