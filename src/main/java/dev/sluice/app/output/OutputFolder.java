package dev.sluice.app.output;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/**
 * The value of an option that names a folder in which a command writes.
 *
 * @param path as given
 */
public record OutputFolder(Path path) {
  /** For picocli: {@code @Option(converter = OutputFolder.Converter.class)}. */
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
