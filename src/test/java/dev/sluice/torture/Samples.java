package dev.sluice.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Creates sample files with the code that writes such files. */
public final class Samples {
  private Samples() {}

  /** Writes one file. */
  @FunctionalInterface
  public interface Writing {
    /** Writes to the path, at which no file exists. */
    void write(Path file);
  }

  /** The bytes that were written. */
  public static byte[] of(String fileName, Writing writing) {
    try {
      Path folder = Files.createTempDirectory("sample");
      Path file = folder.resolve(fileName);
      try {
        writing.write(file);
        return Files.readAllBytes(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
