package dev.sluice.app.parity;

import dev.sluice.app.output.InputPaths;
import dev.sluice.app.output.OutputFile;
import dev.sluice.app.output.OutputPath;
import dev.sluice.argument.Require;
import dev.sluice.interop.onnx.tensor.OnnxLimits;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Picocli options for an ONNX model: its inputs, and the values to compare its outputs with. */
final class OnnxOptions {
  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "MODEL",
      description =
          "Run an ONNX model with Sluice and with ONNX Runtime on random inputs, and compare the outputs."
              + " The jar of ONNX Runtime must be on the class path, see"
              + " src/site/markdown/pytorch-onnx.md. Without it use --expect.")
  @SuppressWarnings("NullAway.Init") // picocli sets it: the option is required
  private Path model;

  @Option(
      names = "--expect",
      paramLabel = "FILE",
      description =
          "Compare with the values in this safetensors file: all inputs and some outputs, by name.")
  private @Nullable Path expect;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      converter = OutputPath.Converter.class,
      description =
          "Write the inputs and the computed outputs in the format of --expect; - is standard output.")
  private @Nullable OutputPath save;

  @Option(names = "--force", description = "Replace the file of --save if it exists.")
  private boolean force;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "3",
      description = "Batch size, if the model does not fix it (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--timesteps",
      paramLabel = "T",
      defaultValue = "7",
      description =
          "Number of timesteps, if the model does not fix it (default: ${DEFAULT-VALUE}).")
  private int timesteps;

  @Option(
      names = "--size",
      paramLabel = "NAME=SIZE",
      description =
          "Another size that the model does not fix: by its name in the model, or, if it has none, by"
              + " input and dimension from 0, such as x.2=80. Repeatable.")
  private Map<String, Integer> sizes = new LinkedHashMap<>();

  @Option(
      names = "--value",
      paramLabel = "INPUT=V",
      description = "The value of all elements of an integer input. Repeatable.")
  private Map<String, Long> values = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the random inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--operations",
      paramLabel = "N",
      description =
          "The most multiply-adds and elements that a run may compute, beyond what the model's size"
              + " and the inputs explain (default: 4000000000).")
  private @Nullable Long operations;

  @Option(
      names = "--total-bytes",
      paramLabel = "N",
      description =
          "The most bytes that all values of a run may hold, likewise (default: 4294967296).")
  private @Nullable Long totalBytes;

  Path model() {
    return model;
  }

  /** The file of expected values; null if there is none. */
  @Nullable Path expect() {
    return expect;
  }

  /**
   * The file to write; null if there is none.
   *
   * @throws dev.sluice.app.launch.UserError if the file may not be written
   */
  @Nullable OutputFile save(InputPaths inputs) {
    return save == null ? null : save.file("--save", inputs, force);
  }

  /**
   * What a run may cost.
   *
   * @throws IllegalArgumentException if a limit is below 1
   */
  OnnxLimits limits() {
    OnnxLimits limits = OnnxLimits.defaults();
    if (operations != null) {
      Require.atLeast("--operations", 1, operations);
      limits = limits.withOperations(operations);
    }
    if (totalBytes != null) {
      Require.atLeast("--total-bytes", 1, totalBytes);
      limits = limits.withTotalBytes(totalBytes);
    }
    return limits;
  }

  /**
   * @throws IllegalArgumentException if a size is below 1
   */
  RandomInputs inputs() {
    Require.atLeast("--batch", 1, batch);
    Require.atLeast("--timesteps", 1, timesteps);
    sizes.forEach((name, size) -> Require.atLeast("--size " + name, 1, size));
    return new RandomInputs(batch, timesteps, sizes, values, seed);
  }
}
