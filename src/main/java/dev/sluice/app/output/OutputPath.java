package dev.sluice.app.output;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of an option that names a file that a command writes. Options of type {@link Path} name
 * what it reads; that is how {@link Inputs} tells them apart.
 *
 * @param path as given; {@code -} is standard output
 */
public record OutputPath(Path path) {
  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  /** For picocli: {@code @Option(converter = OutputPath.Converter.class)}. */
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
   * Makes sure that the file may be written, before any work is done for it.
   *
   * @param option for messages
   * @param inputs of the same command
   * @param force whether a file that is there may be replaced
   * @throws dev.sluice.app.launch.UserError if it may not, saying why
   */
  public OutputFile file(String option, Inputs inputs, boolean force) {
    OutputFile file = new OutputFile(option, path, inputs, force);
    file.requireAllowed();
    return file;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
