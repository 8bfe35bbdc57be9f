package dev.sluice.app.parity;

import dev.sluice.app.launch.Computes;
import dev.sluice.app.launch.ExitCode;
import dev.sluice.app.run.ComputeOptions;
import dev.sluice.device.Device;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice parity FILE...}: holds recurrences against cases computed elsewhere. */
@Computes
@Command(
    name = "parity",
    description = {
      "Compare forward and backward passes with cases computed elsewhere.",
      "",
      "Each FILE is a safetensors file of format sluice-parity-1: a cell, its weights, its inputs,"
          + " and what must come out. A tensor a holds against its expectation b of n elements when"
          + " ||a - b|| <= tolerance * ||b|| + floor * sqrt(n).",
      ""
    },
    footer = ParityFormat.HELP,
    exitCodeListHeading = "Exit code:%n",
    exitCodeList = {
      "0:every tensor holds",
      "1:some tensor does not",
      "2:a file is missing or malformed, or asks for what the engine does not have"
    })
public final class ParityCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Parity cases.")
  private List<Path> files;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-4",
      paramLabel = "R",
      description = "Error allowed relative to ||b|| (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--floor",
      defaultValue = "1e-6",
      paramLabel = "A",
      description = "Error allowed per element beside it (default: ${DEFAULT-VALUE}).")
  private double floor;

  @Mixin private ComputeOptions compute;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    requireNotNegative("--tolerance", tolerance);
    requireNotNegative("--floor", floor);
    int failed = 0;
    int compared = 0;
    int refused = 0;
    try (Device device = compute.open()) {
      for (Path file : files) {
        try {
          ParityCase given = ParityCaseReader.read(file);
          failed += print(file, given.expected(), ParityRun.run(device, given));
          compared += given.expected().size();
        } catch (IllegalArgumentException | UncheckedIOException e) {
          spec.commandLine().getErr().println("sluice: " + refusal(file, e));
          refused++;
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%d of %d tensors hold%n", compared - failed, compared);
    out.flush();
    if (refused > 0) {
      return ExitCode.USAGE;
    }
    return failed == 0 ? ExitCode.OK : ExitCode.NOT_GOOD;
  }

  /** Prints one row per tensor and returns how many do not hold. */
  private int print(Path file, Map<String, double[]> expected, Map<String, float[]> results) {
    PrintWriter out = spec.commandLine().getOut();
    int failed = 0;
    out.println(file);
    out.printf("  %-28s %12s %14s%n", "tensor", "max abs err", "rel Frobenius");
    for (Map.Entry<String, double[]> entry : expected.entrySet()) {
      TensorComparison comparison =
          TensorComparison.of(results.get(entry.getKey()), entry.getValue(), tolerance, floor);
      out.printf(
          Locale.ROOT,
          "  %-28s %12.3e %14.3e  %s%n",
          entry.getKey(),
          comparison.maxError(),
          comparison.relativeError(),
          comparison.holds() ? "ok" : "FAIL");
      failed += comparison.holds() ? 0 : 1;
    }
    out.flush();
    return failed;
  }

  /** One line that names the file. */
  private static String refusal(Path file, RuntimeException e) {
    if (e.getCause() instanceof NoSuchFileException) {
      return "no such file: " + file;
    }
    String message = String.valueOf(e.getMessage());
    return message.contains(file.toString()) ? message : file + ": " + message;
  }

  private static void requireNotNegative(String option, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(option + ": expected at least 0, got " + value);
    }
  }
}
