package dev.sluice.device.cuda.library;

import dev.sluice.argument.Require;
import java.util.Optional;

/**
 * The result of the search for one library.
 *
 * @param library which one
 * @param found the library, if it was found
 * @param missing why it was not found, in one line; else empty
 * @param remedy what a user can do, if installing the library would not help; else empty
 */
public record LibraryFinding(
    CudaLibrary library, Optional<FoundLibrary> found, String missing, String remedy) {

  /** Checks that exactly one of found and missing is given. */
  public LibraryFinding {
    Require.present("found", found);
    if (found.isPresent() != missing.isEmpty()) {
      throw new IllegalArgumentException(
          "missing: expected either a library or a reason, got " + missing);
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
