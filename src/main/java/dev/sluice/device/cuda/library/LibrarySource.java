package dev.sluice.device.cuda.library;

import dev.sluice.annotation.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A folder or jar that may hold libraries. */
interface LibrarySource {

  /** How the source was found. */
  LibraryOrigin origin();

  /** The readable name of the folder or jar. */
  String place();

  /** Whether it has a file of this name. */
  boolean has(String fileName);

  /** The names of its files that begin with a prefix, sorted. */
  List<String> namesBeginning(String prefix);

  /**
   * The names of the libraries that a file needs.
   *
   * @throws MalformedLibraryException if it is not a library of that name for this machine
   */
  @CanIgnoreReturnValue
  List<String> needs(String fileName);

  /**
   * The path of a file on disk; unpacks it if necessary.
   *
   * @throws IOException if it cannot be unpacked
   */
  Path file(String fileName) throws IOException;
}
