package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A library file in a source.
 *
 * @param source the folder or jar
 * @param name the file name
 */
public record LibraryFile(LibrarySource source, String name) {

  /**
   * The path of the file on disk; unpacks it if necessary.
   *
   * @throws IOException if it cannot be unpacked
   */
  Path path() throws IOException {
    return source.file(name);
  }

  @Override
  public String toString() {
    return source.place() + "/" + name;
  }
}
