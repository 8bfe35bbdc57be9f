package dev.sluice.device.cuda.library;

import java.util.List;

/**
 * A library that can be used.
 *
 * @param library which one
 * @param major its version
 * @param file the library itself
 * @param before the libraries that must be loaded before it, in order
 */
public record FoundLibrary(
    CudaLibrary library, int major, LibraryFile file, List<LibraryFile> before) {

  /** Copies the list. */
  public FoundLibrary {
    before = List.copyOf(before);
  }

  /** Whether it needs a renamed copy of JCuda's native library. */
  boolean needsRename() {
    return major != library.nativeMajor();
  }

  /** A readable description: the file and where it comes from. */
  public String description() {
    String origin = file + " (" + file.source().origin().label();
    return needsRename() ? origin + ", through a renamed copy of JCuda's native)" : origin + ")";
  }
}
