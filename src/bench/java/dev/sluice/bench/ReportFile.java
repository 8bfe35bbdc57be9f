package dev.sluice.bench;

import dev.sluice.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files of a report. */
public final class ReportFile {
  private ReportFile() {}

  /** Writes a file; makes its folder if it is missing, and replaces an older file at once. */
  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.replace(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
