package dev.sluice.app.parity;

import dev.sluice.app.output.Inputs;
import dev.sluice.app.output.OutputFile;
import dev.sluice.app.output.OutputPath;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Picocli options: an ONNX model, what it is fed, and what its outputs are compared with. */
final class OnnxOptions {
  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "MODEL",
      description =
          "Run an ONNX model here and in ONNX Runtime, on random inputs, and compare the outputs."
              + " ONNX Runtime's jar must be on the class path, see"
              + " src/site/markdown/pytorch-onnx.md; without it use"
              + " --expect.")
  private Path model;

  @Option(
      names = "--expect",
      paramLabel = "FILE",
      description = "Compare with these: safetensors of all inputs and some outputs by name.")
  private Path expect;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      converter = OutputPath.Converter.class,
      description =
          "Write the inputs and the outputs computed here, as --expect reads them; - is standard"
              + " output.")
  private OutputPath save;

  @Option(names = "--force", description = "Replace the file of --save if it is there already.")
  private boolean force;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rows, where the model leaves it open (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--timesteps",
      paramLabel = "T",
      defaultValue = "7",
      description = "Steps, where the model leaves it open (default: ${DEFAULT-VALUE}).")
  private int timesteps;

  @Option(
      names = "--size",
      paramLabel = "NAME=SIZE",
      description =
          "Another size that the model leaves open, by its name there, or where it has none by the"
              + " input and its place from 0, as in x.2=80; repeatable.")
  private Map<String, Integer> sizes = new LinkedHashMap<>();

  @Option(
      names = "--value",
      paramLabel = "INPUT=V",
      description = "The value of all elements of an input of integers; repeatable.")
  private Map<String, Long> values = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of the random inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

  Path model() {
    return model;
  }

  /** Null where nothing is stored. */
  Path expect() {
    return expect;
  }

  /**
   * Null where nothing is to be written.
   *
   * @throws dev.sluice.app.launch.UserError if the file may not be written
   */
  OutputFile save(Inputs inputs) {
    return save == null ? null : save.file("--save", inputs, force);
  }

  /**
   * @throws IllegalArgumentException if a size is below 1
   */
  RandomInputs inputs() {
    requirePositive("--batch", batch);
    requirePositive("--timesteps", timesteps);
    sizes.forEach((name, size) -> requirePositive("--size " + name, size));
    return new RandomInputs(batch, timesteps, sizes, values, seed);
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + ": expected at least 1, got " + value);
    }
  }
}
