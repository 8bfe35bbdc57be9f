package dev.sluice.app.output;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/**
 * The value of an option that names a folder for output.
 *
 * @param path the path as the user gave it
 */
public record OutputFolder(Path path) {
  /** Picocli converter: {@code @Option(converter = OutputFolder.Converter.class)}. */
  public static final class Converter implements ITypeConverter<OutputFolder> {
    @Override
    public OutputFolder convert(String value) {
      return new OutputFolder(Path.of(value));
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
