package dev.sluice.app.output;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of an option that names an output file. Options of type {@link Path} name inputs;
 * {@link InputPaths} relies on this difference.
 *
 * @param path the path as the user gave it; {@code -} is standard output
 */
public record OutputPath(Path path) {
  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  /** Picocli converter: {@code @Option(converter = OutputPath.Converter.class)}. */
  public static final class Converter implements ITypeConverter<OutputPath> {
    @Override
    public OutputPath convert(String value) {
      return new OutputPath(
          value.equals(PathArguments.STANDARD_STREAM) ? standardOutput() : Path.of(value));
    }

    private static Path standardOutput() {
      if (!Files.exists(STANDARD_OUTPUT)) {
        throw new TypeConversionException(
            "expected a file, got '-': this system has no " + STANDARD_OUTPUT);
      }
      return STANDARD_OUTPUT;
    }
  }

  /**
   * Checks that the file may be written, before the command does any work.
   *
   * @param option name of the option, for messages
   * @param inputs the inputs of the same command
   * @param force whether an existing file may be replaced
   * @throws dev.sluice.app.launch.UserError if the file may not be written; the message says why
   */
  public OutputFile file(String option, InputPaths inputs, boolean force) {
    OutputFile file = new OutputFile(option, path, inputs, force);
    file.requireAllowed();
    return file;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
