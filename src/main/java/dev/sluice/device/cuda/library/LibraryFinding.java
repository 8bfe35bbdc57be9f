package dev.sluice.device.cuda.library;

import java.util.Objects;
import java.util.Optional;

/**
 * The outcome of the search for one library.
 *
 * @param library which one
 * @param found what was found
 * @param missing otherwise why not, in one line; else empty
 * @param remedy what would mend that, where it is not the library that is at fault; else empty
 */
public record LibraryFinding(
    CudaLibrary library, Optional<FoundLibrary> found, String missing, String remedy) {

  /** Checks that it is one of the two. */
  public LibraryFinding {
    Objects.requireNonNull(found, "found");
    if (found.isPresent() != missing.isEmpty()) {
      throw new IllegalArgumentException("missing: expected the other of found, got " + missing);
    }
  }

  static LibraryFinding of(FoundLibrary found) {
    return new LibraryFinding(found.library(), Optional.of(found), "", "");
  }

  static LibraryFinding missing(CudaLibrary library, String why) {
    return new LibraryFinding(library, Optional.empty(), why, "");
  }

  static LibraryFinding missing(CudaLibrary library, String why, String remedy) {
    return new LibraryFinding(library, Optional.empty(), why, remedy);
  }
}
