package dev.sluice.device.cuda;

import java.util.ArrayList;
import java.util.List;

/** Tells people which library came from where, which is missing, and what would bring it. */
final class LibraryReport {
  private LibraryReport() {}

  /**
   * One line for each library, and one more for each that is missing. Where the driver is missing,
   * the other libraries were not loaded, and are searched now.
   */
  static List<String> lines(CudaLibraries libraries, Surroundings surroundings) {
    if (CudaLibraries.unsupportedPlatform(surroundings) != null) {
      return List.of();
    }
    var search = new LibrarySearch(surroundings, LibraryReport.class.getClassLoader());
    var lines = new ArrayList<String>();
    for (CudaLibrary library : CudaLibrary.values()) {
      LibraryFinding finding =
          libraries.has(CudaLibrary.DRIVER) ? libraries.finding(library) : search.find(library);
      if (finding.found().isPresent()) {
        lines.add("%-10s %s".formatted(library.stem(), finding.found().get().description()));
      } else {
        lines.add("%-10s missing: %s".formatted(library.stem(), finding.missing()));
        lines.add("%-10s to mend: %s".formatted("", Remedy.command(library, surroundings)));
      }
    }
    return lines;
  }
}
