package dev.sluice.device.cuda.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A place that may hold libraries. */
interface LibrarySource {

  /** How it was found. */
  LibraryOrigin origin();

  /** For people: the folder or the jar. */
  String place();

  /** Whether it holds a file of this name. */
  boolean has(String fileName);

  /** The names of its files that begin so, sorted. */
  List<String> namesBeginning(String prefix);

  /**
   * The names of the libraries that a file needs, as it says itself.
   *
   * @throws MalformedLibraryException if it is not a library for this machine of that name
   */
  List<String> needs(String fileName);

  /**
   * The file on disk.
   *
   * @throws IOException if it must be unpacked and cannot be
   */
  Path file(String fileName) throws IOException;
}
