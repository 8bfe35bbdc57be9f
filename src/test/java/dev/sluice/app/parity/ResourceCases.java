package dev.sluice.app.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the parity files in the test resources. */
final class ResourceCases {
  static final Path FOLDER = Path.of("src", "test", "resources", "dev", "sluice", "parity");

  private ResourceCases() {}

  /** All parity files, sorted by name. */
  static List<Path> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
