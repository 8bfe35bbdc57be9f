package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One library in one place.
 *
 * @param source the place
 * @param name of the file
 */
public record LibraryFile(LibrarySource source, String name) {

  /**
   * The file on disk.
   *
   * @throws IOException if it must be unpacked and cannot be
   */
  Path path() throws IOException {
    return source.file(name);
  }

  @Override
  public String toString() {
    return source.place() + "/" + name;
  }
}
